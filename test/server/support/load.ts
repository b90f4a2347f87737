// A small load generator over loopback: a fixed number of keep-alive connections for a fixed time, bounded both ways.
import { Agent, request } from 'node:http';

export interface Load {
  url: string;
  body: string;
  connections?: number;
  milliseconds?: number;
}

/** Requests answered per second and the median time in milliseconds. Throws on any status but 200. */
export async function load({ url, body, connections = 16, milliseconds = 2000 }: Load): Promise<{ perSecond: number; median: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const once = (): Promise<void> => new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.on('data', () => undefined);
      response.on('end', () => { if (response.statusCode === 200) resolve(); else reject(new Error(`status ${response.statusCode}`)); });
    });
    sent.on('error', reject);
    sent.end(body);
  });
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() < end) {
      const at = performance.now();
      await once();
      times.push(performance.now() - at);
    }
  }));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: Math.round(times.length / seconds), median: times[Math.floor(times.length / 2)] ?? 0 };
}
