// Packages as they are written: zips that other tools read, also beyond 65,535 files; what the disk refuses; nothing left behind.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { createPackage, zipStream } from '../../src/formats/archive/write-package.ts';
import { ZipEncoder } from '../../src/formats/archive/zip-encoder.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tanlu-package-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Names and contents, by a reader that shares nothing with the writer. */
async function contentsOf(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(bytes);
  const found = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    found.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return found;
}

const files: [string, string | Uint8Array][] = [['a.xml', '<a/>'], ['资料/产品 ü.xml', '碳路'.repeat(5_000)], ['empty.txt', ''], ['bin/x', Uint8Array.of(1, 2, 3)]];
const expected = new Map(files.map(([name, content]) => [name, typeof content === 'string' ? content : '\x01\x02\x03']));

describe('the encoder', () => {
  it('keeps a hundred bytes of a file, not the blocks that it was packed in', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const zip = new ZipEncoder(() => undefined);
    const content = Buffer.from(Array.from({ length: 8_000 }, (_, i) => Math.sin(i).toString(36).slice(2, 7)).join(' '));
    const kept = (): number => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = kept();
    for (let n = 0; n < 1_500; n++) zip.add(`ILCD/flows/${n}.xml`, content);
    // What is free is given back in the background.
    await expect.poll(() => (kept() - before) / 1e6, { timeout: 10_000 }).toBeLessThan(20);
    expect(zip.end()).toBeGreaterThan(1_500 * 10_000);
  });
});

describe('a package on the disk', () => {
  it('a zip holds every file under its name, and the same files give the same bytes', async () => {
    const paths = [join(folder, 'one.zip'), join(folder, 'deep/er/two.ZIP')];
    for (const path of paths) {
      const pack = await createPackage(path);
      for (const [name, content] of files) await pack.add(name, content);
      await pack.close();
    }
    expect(await contentsOf(readFileSync(paths[0]!))).toEqual(expected);
    expect(readFileSync(paths[0]!).equals(readFileSync(paths[1]!))).toBe(true);
  });

  it('files of many megabytes arrive whole, in their order', async () => {
    const path = join(folder, 'large.zip');
    const pack = await createPackage(path);
    const many = Array.from({ length: 400 }, (_, n): [string, string] => [`f/${n}.txt`, `${n} `.repeat(30_000)]);
    for (const [name, content] of many) await pack.add(name, content);
    await pack.close();
    expect([...await contentsOf(readFileSync(path))]).toEqual(many);
  });

  it('a package that is discarded leaves nothing behind, one that is not closed has no name yet', async () => {
    const path = join(folder, 'gone.zip');
    const pack = await createPackage(path);
    await pack.add('a', 'x'.repeat(1_000_000));
    expect(existsSync(path)).toBe(false);
    await pack.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('nothing is written over', async () => {
    const path = join(folder, 'there.zip');
    writeFileSync(path, 'mine');
    await expect(createPackage(path)).rejects.toMatchObject({ code: 'output-exists' });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it.each(['a.zip', 'a'])('where nothing can be made it says so at once: %s', async (name) => {
    writeFileSync(join(folder, 'file'), 'mine');
    await expect(createPackage(join(folder, 'file', name))).rejects.toMatchObject({ code: 'output-unwritable', kind: 'usage', message: expect.stringContaining('a part of the path is a file') as string });
    expect(readdirSync(folder)).toContain('file');
  });
  it.runIf(process.platform === 'linux').each(['a.zip', 'a'])('a file system that takes no folders is told, too: %s', async (name) => {
    await expect(createPackage(join('/proc/no/such/folder', name))).rejects.toMatchObject({ code: 'output-unwritable', kind: 'usage' });
  });

  it('what the disk refuses is told with the path and the reason', async () => {
    const path = join(folder, 'lost', 'a.zip');
    const pack = await createPackage(path);
    rmSync(join(folder, 'lost'), { recursive: true });
    await pack.add('a', 'x');
    const closed = pack.close();
    await expect(closed).rejects.toMatchObject({ code: 'output-unwritable', params: { path, reason: 'ENOENT' } });
    await pack.discard();
  });
});

describe('a package in a stream', () => {
  it('is the same zip, and a slow reader is waited for', async () => {
    const output = new PassThrough({ highWaterMark: 1024 });
    const pack = zipStream(output);
    const chunks: Buffer[] = [];
    const read = (async () => {
      for await (const chunk of output) {
        chunks.push(chunk as Buffer);
        await new Promise((resolve) => { setImmediate(resolve); });
      }
    })();
    for (const [name, content] of files) await pack.add(name, content);
    await pack.close();
    await read;
    expect(await contentsOf(Buffer.concat(chunks))).toEqual(expected);
  });

  it('a reader that leaves is no endless wait', async () => {
    const output = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, _done) => undefined });
    const pack = zipStream(output);
    const noise = Array.from({ length: 700_000 }, (_, n) => String.fromCharCode(33 + ((n * n * 7919) % 90))).join('');
    const added = (async () => { for (let n = 0; n < 40; n += 1) await pack.add(`${n}`, noise + n); })();
    setTimeout(() => output.destroy(), 50);
    await expect(added.then(() => pack.close())).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });
});

it('more files than the old directory can count are found (zip64)', async () => {
  const chunks: Buffer[] = [];
  const zip = new ZipEncoder((bytes) => chunks.push(bytes));
  const count = 66_000;
  for (let n = 0; n < count; n += 1) zip.add(`${n}`, Buffer.alloc(0));
  const length = zip.end();
  const bytes = Buffer.concat(chunks);
  expect(bytes.length).toBe(length);
  const found = await fromBufferPromise(bytes);
  expect(found.entryCount).toBe(count);
});
