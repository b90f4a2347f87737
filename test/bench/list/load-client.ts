// A load client: one request (POST with a body, else GET) over and over on a fixed number of kept connections, for fixed seconds. Small, so that it takes little from the servers.
import { connect as connectSocket } from 'node:net';
import { answer, input } from '../measure/answer.ts';

export interface LoadInput { url: string; body?: string; headers?: Record<string, string>; connections: number; seconds: number; expectedBytes: number }

export interface LoadOutcome {
  /** Requests a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers that were not 200 or not of the expected length. */
  wrong: number;
}

const { url, body, headers = {}, connections, seconds, expectedBytes } = input<LoadInput>();
const { hostname, port, pathname, search, host } = new URL(url);
if (hostname !== '127.0.0.1') throw new Error('The bench does not leave loopback.');
const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
const head = `${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\n${more}`;
const request = Buffer.from(body === undefined ? `GET ${head}\r\n` : `POST ${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

const times: number[] = [];
let wrong = 0;
const end = performance.now() + seconds * 1000;

/** Bytes of the body once it is complete, undefined before. */
function completeBody(received: Buffer): number | undefined {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /content-length: *(\d+)/i.exec(received.toString('latin1', 0, head));
  if (length !== null) return received.length >= head + 4 + Number(length[1]) ? Number(length[1]) : undefined;
  let at = head + 4; // chunked
  let total = 0;
  for (;;) {
    const line = received.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(received.toString('latin1', at, line), 16);
    at = line + 2 + size + 2;
    if (received.length < at) return undefined;
    if (size === 0) return total;
    total += size;
  }
}

function connection(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host: hostname, port: Number(port), noDelay: true });
    let parts: Buffer[] = [];
    let bytes = 0;
    let sentAt = 0;
    const send = () => {
      parts = [];
      bytes = 0;
      sentAt = performance.now();
      socket.write(request);
    };
    socket.once('connect', send);
    socket.once('error', reject);
    socket.once('close', () => { if (performance.now() < end) reject(new Error(`${url} closed a kept connection`)); else resolve(); });
    socket.on('data', (chunk) => {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes < expectedBytes && parts.length < 3) return; // cannot be complete; joining early would cost
      const received = parts.length === 1 ? chunk : Buffer.concat(parts);
      parts = [received];
      const length = completeBody(received);
      if (length === undefined) return;
      const now = performance.now();
      times.push(now - sentAt);
      if (length !== expectedBytes || received.toString('latin1', 9, 12) !== '200') wrong += 1;
      if (now < end) send();
      else socket.end();
    });
  });
}

const started = performance.now();
await Promise.all(Array.from({ length: connections }, connection));
const took = (performance.now() - started) / 1000;
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
answer<LoadOutcome>({ rate: times.length / took, p50: at(0.5), p99: at(0.99), wrong });
