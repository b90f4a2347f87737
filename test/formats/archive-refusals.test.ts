// What makes a package dangerous, damaged or unreadable, and that its reader is told what to do (E40, ILCD 55).
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { listPackage, openEntries, type ArchiveLimits } from '../../src/formats/archive/archive.ts';
import { exitCodeOf, type TanluError } from '../../src/errors.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { zip, type ZipEntry } from './support/zip-writer.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const write = (entries: ZipEntry[], options?: Parameters<typeof zip>[1]) => folder.write('package.zip', zip(entries, options));
const good: ZipEntry = { name: 'good.xml', content: '<good/>' };

async function refusal(path: string, limits?: Partial<ArchiveLimits>): Promise<TanluError> {
  return listPackage(path, limits).then(
    (listing) => { throw new Error(`not refused: ${JSON.stringify(listing)}`); },
    (error: TanluError) => error,
  );
}

async function reading(path: string): Promise<TanluError> {
  const { entries } = await listPackage(path);
  const reader = openEntries();
  try {
    for (const entry of entries) reader.read(entry.handle);
  } catch (error) {
    return error as TanluError;
  } finally {
    reader.close();
  }
  throw new Error('everything was read');
}

describe('E40 / ILCD 55: names that lead out of the package', () => {
  test.each(['../evil.xml', 'a/../../evil.xml', '/etc/passwd', 'C:/evil.xml', 'c:evil.xml', 'a\\b.xml', '..\\evil.xml', 'a/..', 'evil.xml\0.txt', '../'])('%j refuses the whole archive and is named', async (name) => {
    const error = await refusal(write([good, { name, content: '<evil/>' }]));
    expect(error).toMatchObject({ code: 'archive-unsafe', kind: 'data', params: { entry: name } });
    expect(error.message).toContain(JSON.stringify(name));
  });

  test('dots that are part of a name are harmless', async () => {
    expect((await listPackage(write([{ name: 'a..b/c...xml', content: '<a/>' }]))).entries).toHaveLength(1);
  });
});

describe('E40 / ILCD 55: bombs', () => {
  const blanks = (length: number) => Buffer.alloc(length, 0x20);

  test('an entry above 1 MiB that shrinks more than 200 times is refused, a smaller one is not', async () => {
    const error = await refusal(write([{ name: 'bomb.xml', content: blanks(1024 ** 2 + 1) }]));
    expect(error).toMatchObject({ code: 'archive-unsafe', params: { entry: 'bomb.xml' } });
    expect((await listPackage(write([{ name: 'small.xml', content: blanks(1024 ** 2) }]))).entries).toHaveLength(1);
  });

  test('many small entries that shrink more than 200 times together are refused', async () => {
    const error = await refusal(write(Array.from({ length: 3 }, (_, n) => ({ name: `${n}.xml`, content: blanks(500_000) }))));
    expect(error).toMatchObject({ code: 'archive-unsafe' });
    expect(error.message).toContain('bomb');
  });

  test('an entry that unpacks to more than it declares is refused without unpacking the rest', async () => {
    const path = write([{ name: 'liar.xml', content: blanks(50_000_000), claims: { byteLength: 1000 } }]);
    const before = process.memoryUsage().rss;
    expect(await reading(path)).toMatchObject({ code: 'archive-unsafe' });
    expect(process.memoryUsage().rss - before).toBeLessThan(45_000_000);
  });

  test('an entry that unpacks to less than it declares is refused', async () => {
    expect(await reading(write([{ name: 'liar.xml', content: '<a/>', claims: { byteLength: 1000 } }]))).toMatchObject({ code: 'file-unreadable' });
  });

  test('a stored entry with two different lengths is refused', async () => {
    expect(await refusal(write([{ name: 'liar.xml', content: '<a/>', method: 0, claims: { byteLength: 3 } }]))).toMatchObject({ code: 'archive-unsafe' });
  });

  test('entries that share bytes are refused', async () => {
    const bytes = zip([good, { name: 'twin.xml', content: '<good/>', claims: { offset: 0 } }]);
    const error = await refusal(folder.write('twins.zip', bytes));
    expect(error).toMatchObject({ code: 'archive-unsafe' });
    expect(error.message).toContain('lie over each other');
  });

  test('an entry that begins inside another is refused', async () => {
    const inner = zip([{ name: 'inner.xml', content: '<inner/>' }]);
    const error = await refusal(write([{ name: 'outer.bin', content: inner, method: 0 }, { name: 'inner.xml', content: '<inner/>', claims: { offset: 39 } }]));
    expect(error.message).toContain('lie over each other');
  });

  test('every limit can be set', async () => {
    const three = [1, 2, 3].map((n) => ({ name: `${n}.xml`, content: 'x'.repeat(100) }));
    const path = write(three);
    expect((await listPackage(path, { maxEntries: 3, maxEntryLength: 100, maxTotalLength: 300 })).entries).toHaveLength(3);
    expect((await refusal(path, { maxEntries: 2 })).message).toContain('2 entries');
    expect((await refusal(path, { maxEntryLength: 99 })).message).toContain('1.xml');
    expect((await refusal(path, { maxTotalLength: 299 })).message).toContain('299 bytes');
    expect((await refusal(path, { ratioFrom: 0, maxRatio: 2 })).code).toBe('archive-unsafe');
  });

  test('limits hold for folders and single files', async () => {
    const file = folder.write('limited/a.xml', 'x'.repeat(100));
    folder.write('limited/b.xml', 'x');
    expect((await refusal(join(folder.path, 'limited'), { maxEntries: 1 })).code).toBe('archive-unsafe');
    expect((await refusal(join(folder.path, 'limited'), { maxTotalLength: 100 })).code).toBe('archive-unsafe');
    expect((await refusal(file, { maxEntryLength: 99 })).code).toBe('archive-unsafe');
  });
});

describe('damaged archives', () => {
  const whole = zip([good, { name: 'b.xml', content: '<b>'.repeat(300) }, { name: 'c.xml', content: 'c' }]);

  test.each([whole.length - 1, whole.length - 22, whole.length - 100, 40, 4])('a zip cut off after %i bytes is said to end early', async (length) => {
    const error = await refusal(folder.write('cut.zip', whole.subarray(0, length)));
    expect(error).toMatchObject({ code: 'archive-truncated', kind: 'data' });
    expect(error.message).toMatch(/Fetch it again/);
  });

  test('a directory that points beyond the file is said to end early', async () => {
    expect(await refusal(write([{ ...good, claims: { offset: 1_000_000 } }]))).toMatchObject({ code: 'archive-truncated' });
  });

  test('a wrong checksum is found', async () => {
    const error = await reading(write([{ ...good, claims: { crc32: 1 } }]));
    expect(error).toMatchObject({ code: 'file-unreadable' });
    expect(error.message).toContain('checksum');
  });

  test('damaged compressed bytes are told as such', async () => {
    const bytes = zip([{ name: 'a.xml', content: Array.from({ length: 200 }, (_, n) => `<a n="${n}"/>`).join('') }]);
    bytes.fill(0xff, 40, 60);
    expect(await reading(folder.write('damaged.zip', bytes))).toMatchObject({ code: 'file-unreadable' });
  });

  test('a directory that names a place without an entry is told as such', async () => {
    expect(await reading(write([{ ...good, claims: { offset: 7 } }]))).toMatchObject({ code: 'file-unreadable' });
  });

  test('bytes after the end are told as damage', async () => {
    expect(await refusal(folder.write('longer.zip', Buffer.concat([whole, Buffer.from('\n')])))).toMatchObject({ code: 'file-unreadable' });
  });
});

describe('what is not read', () => {
  test.each([[0x1, /encrypted/], [0x41, /encrypted/]])('encryption flag %i is refused with a way out', async (flags, message) => {
    const error = await refusal(write([{ ...good, flags: 0x800 | flags }]));
    expect(error).toMatchObject({ code: 'archive-unsupported' });
    expect(error.message).toMatch(message);
  });

  test('an unknown compression method is named', async () => {
    const error = await refusal(write([{ ...good, method: 93 }]));
    expect(error).toMatchObject({ code: 'archive-unsupported' });
    expect(error.message).toContain('method 93');
  });

  test.each([
    ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4])],
    ['rar', Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1')],
    ['gzip', gzipSync('<a/>')],
  ])('E48 a %s archive is recognized and is to be unpacked first', async (kind, bytes) => {
    const error = await refusal(folder.write('some.xml', bytes));
    expect(error).toMatchObject({ code: 'archive-unsupported', kind: 'data' });
    expect(error.message).toContain(`a ${kind} archive; unpack it`);
  });

  test('a wrong path is a mistake of usage', async () => {
    const error = await refusal(join(folder.path, 'nowhere.zip'));
    expect(error).toMatchObject({ code: 'file-missing', kind: 'usage' });
    expect(exitCodeOf(error)).toBe(2);
    expect(error.message).toContain('nowhere.zip');
  });

  test('a file that grows between listing and reading is not read', async () => {
    const path = folder.write('growing.xml', '<a/>');
    const { entries } = await listPackage(path);
    appendFileSync(path, '<b/>');
    const reader = openEntries();
    expect(() => reader.read(entries[0]!.handle)).toThrow(/changed/);
    writeFileSync(path, '<a/>');
    expect(reader.read(entries[0]!.handle).bytes.toString()).toBe('<a/>');
  });

  test('bytes after the deflate stream are not handed on as part of it', async () => {
    const content = '<a/>'.repeat(50);
    const deflated = deflateRawSync(content);
    const padded = zip([{ name: 'a.xml', content: Buffer.concat([deflated, Buffer.from('rest')]), method: 0 }]);
    const { entries } = await listPackage(folder.write('padded.zip', padded));
    const reader = openEntries();
    const stored = entries[0]!.handle;
    if (stored.kind !== 'zip') throw new Error('not a zip');
    const result = reader.read({ ...stored, method: 8, byteLength: content.length, crc32: crc32(content) });
    reader.close();
    expect(result.deflated).toEqual(deflated);
  });
});
