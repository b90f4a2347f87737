// Packages: zip, folder and single file are listed and read alike; what they hold comes out as it went in.
import { symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { listPackage, openEntries, type PackageListing } from '../../src/formats/archive/archive.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { zip } from './support/zip-writer.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const xml = `<?xml version="1.0"?>\n<process>${'steel '.repeat(500)}</process>`;
const names = (listing: PackageListing) => listing.entries.map((entry) => entry.name);

function contents(listing: PackageListing): Record<string, string> {
  const reader = openEntries();
  try {
    return Object.fromEntries(listing.entries.map((entry) => [entry.name, reader.read(entry.handle).bytes.toString()]));
  } finally {
    reader.close();
  }
}

test('a zip is listed in the order of its directory and read entry by entry', async () => {
  const path = folder.write('ordinary.zip', zip([{ name: 'ILCD/' , method: 0 }, { name: 'ILCD/processes/b.xml', content: xml }, { name: 'ILCD/flows/a.xml', content: '<flow/>', method: 0 }, { name: 'empty.txt' }]));
  const listing = await listPackage(path);
  expect(listing.kind).toBe('zip');
  expect(names(listing)).toEqual(['ILCD/processes/b.xml', 'ILCD/flows/a.xml', 'empty.txt']);
  expect(listing.entries.map((entry) => entry.byteLength)).toEqual([xml.length, 7, 0]);
  expect(contents(listing)).toEqual({ 'ILCD/processes/b.xml': xml, 'ILCD/flows/a.xml': '<flow/>', 'empty.txt': '' });
  expect(listing.issues).toEqual([]);
});

test('a handle survives the way to a worker thread, and the deflated bytes are those of the entry', async () => {
  const listing = await listPackage(folder.write('handles.zip', zip([{ name: 'a.xml', content: xml, localExtra: 400 }, { name: 'b.xml', content: '<b/>', method: 0 }])));
  const reader = openEntries();
  const [deflated, stored] = structuredClone(listing.entries).map((entry) => reader.read(entry.handle));
  reader.close();
  expect(deflated!.bytes.toString()).toBe(xml);
  expect(inflateRawSync(deflated!.deflated!).toString()).toBe(xml);
  expect(stored).toEqual({ bytes: Buffer.from('<b/>') });
});

test('zip64 sizes and offsets are read', async () => {
  const listing = await listPackage(folder.write('zip64.zip', zip([{ name: 'a.xml', content: '<a/>' }, { name: 'b.xml', content: xml, zip64: true }])));
  expect(contents(listing)).toEqual({ 'a.xml': '<a/>', 'b.xml': xml });
});

test('names keep their characters, whether the zip says UTF-8 or not', async () => {
  const listing = await listPackage(folder.write('names.zip', zip([{ name: '过程/钢.xml', content: '<a/>' }, { name: 'Prozeß.xml', content: '<b/>', flags: 0 }, { name: Buffer.from([0x81, 0x2e, 0x78, 0x6d, 0x6c]), content: '<c/>', flags: 0 }])));
  expect(names(listing)).toEqual(['过程/钢.xml', 'Prozeß.xml', 'ü.xml']);
});

test('E49 what a package is, its bytes decide and not its name', async () => {
  expect((await listPackage(folder.write('zip-called.xml', zip([{ name: 'a.xml', content: '<a/>' }])))).kind).toBe('zip');
  const single = await listPackage(folder.write('file-called.zip', '<a/>'));
  expect(single).toMatchObject({ kind: 'file', byteLength: 4, entries: [{ name: 'file-called.zip', byteLength: 4 }] });
  expect(contents(single)).toEqual({ 'file-called.zip': '<a/>' });
});

test('an empty zip has no entries', async () => {
  expect(await listPackage(folder.write('empty.zip', zip([])))).toMatchObject({ kind: 'zip', entries: [], issues: [] });
});

test('hidden files and the litter of operating systems are passed over in silence', async () => {
  const litter = ['__MACOSX/._a.xml', '.DS_Store', 'flows/.DS_Store', '.git/config.xml', 'Thumbs.db', 'desktop.ini'];
  const listing = await listPackage(folder.write('litter.zip', zip([...litter, './a.xml'].map((name) => ({ name, content: '<a/>' })))));
  expect(names(listing)).toEqual(['./a.xml']);
  expect(listing.issues).toEqual([]);
  for (const name of [...litter, 'a.xml']) folder.write(join('litter', name), '<a/>');
  expect(names(await listPackage(join(folder.path, 'litter')))).toEqual(['a.xml']);
});

test('archives inside a package are left out and told, by name or by content', async () => {
  const inner = zip([{ name: 'a.xml', content: '<a/>' }]);
  const entries = [{ name: 'more.zip', content: 'x' }, { name: 'stored', content: inner, method: 0 }, { name: 'deflated', content: inner }, { name: 'plain', content: 'PKZIP is a program' }, { name: 'table.xlsx', content: inner }];
  const listing = await listPackage(folder.write('nested.zip', zip(entries)));
  expect(names(listing)).toEqual(['plain', 'table.xlsx']);
  expect(listing.issues.map((issue) => [issue.code, issue.file])).toEqual([['archive-nested', 'more.zip'], ['archive-nested', 'stored'], ['archive-nested', 'deflated']]);
  for (const { name, content } of entries) folder.write(join('nested', name), content);
  const unpacked = await listPackage(join(folder.path, 'nested'));
  expect(names(unpacked)).toEqual(['plain', 'table.xlsx']);
  expect(unpacked.issues.map((issue) => issue.file)).toEqual(['deflated', 'more.zip', 'stored']);
});

test('a folder is listed sorted, with forward slashes, and read', async () => {
  for (const name of ['b/2.xml', 'b/10.xml', 'a.xml', 'B.xml']) folder.write(join('tree', name), `<x n="${name}"/>`);
  const listing = await listPackage(join(folder.path, 'tree'));
  expect(listing.kind).toBe('folder');
  expect(names(listing)).toEqual(['B.xml', 'a.xml', 'b/10.xml', 'b/2.xml']);
  expect(contents(listing)['b/10.xml']).toBe('<x n="b/10.xml"/>');
  expect(listing.byteLength).toBe(listing.entries.reduce((sum, entry) => sum + entry.byteLength, 0));
});

test('symbolic links are followed to files inside the folder only', async () => {
  const secret = folder.write('outside/secret.xml', '<secret/>');
  folder.write('links/real.xml', '<real/>');
  const links = join(folder.path, 'links');
  mkdirSync(join(links, 'sub'));
  symlinkSync(join(links, 'real.xml'), join(links, 'alias.xml'));
  symlinkSync(secret, join(links, 'escape.xml'));
  symlinkSync(join(folder.path, 'outside'), join(links, 'folder'));
  symlinkSync(links, join(links, 'sub', 'loop'));
  symlinkSync(join(links, 'gone.xml'), join(links, 'broken.xml'));
  const listing = await listPackage(links);
  expect(names(listing)).toEqual(['alias.xml', 'real.xml']);
  expect(listing.issues.map((issue) => [issue.code, issue.file])).toEqual(['broken.xml', 'escape.xml', 'folder', 'sub/loop'].map((file) => ['file-link-ignored', file]));
});

test('a folder beside another of a longer name is outside of it', async () => {
  folder.write('near-secret/secret.xml', '<secret/>');
  folder.write('near/a.xml', '<a/>');
  symlinkSync(join(folder.path, 'near-secret/secret.xml'), join(folder.path, 'near/escape.xml'));
  expect(names(await listPackage(join(folder.path, 'near')))).toEqual(['a.xml']);
});
