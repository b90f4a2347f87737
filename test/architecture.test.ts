// The arrows of the house: which room may import which. A new arrow is a decision, not an accident.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** Rooms that each room may import besides itself. Leaf modules (errors, log, config) carry no knowledge of the house. */
const allowed: Record<string, readonly string[]> = {
  errors: [],
  log: [],
  config: ['errors'],
  model: ['errors'],
  mapping: ['errors', 'model'],
  formats: ['errors', 'model', 'mapping'],
  calculation: ['errors', 'model'],
  database: ['errors', 'log', 'config', 'model'],
  hub: ['errors', 'log', 'config', 'model', 'database', 'calculation'],
  transfer: ['errors', 'log', 'config', 'model', 'mapping', 'formats', 'database', 'hub'],
  server: ['errors', 'log', 'config', 'model', 'database', 'hub', 'transfer', 'web'],
  web: ['errors', 'log', 'config', 'model', 'hub', 'transfer'],
  cli: ['errors', 'log', 'config', 'model', 'mapping', 'formats', 'database', 'hub', 'transfer', 'server', 'web'], // the start command wires for main
  main: ['errors', 'log', 'config', 'cli'],
};

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const roomOf = (file: string): string => relative(source, file).split(/[/\\]/)[0]!.replace(/\.ts$/, '');

function importsOf(file: string, withTypes = true): string[] {
  const whole = readFileSync(file, 'utf8');
  const text = withTypes ? whole : whole.replace(/^(import|export) type [^;]*;/gm, '');
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+|new URL\(\s*)'(\.{1,2}\/[^']+\.ts)'/gm)].map((m) => resolve(dirname(file), m[1]!));
}

const all = files(source);

describe('architecture', () => {
  it('every room is known', () => {
    expect([...new Set(all.map(roomOf))].filter((room) => allowed[room] === undefined)).toEqual([]);
  });

  it('no import goes against the arrows', () => {
    const wrong = all.flatMap((file) => importsOf(file).map((target) => [file, target] as const))
      .filter(([, target]) => target.startsWith(source)) // migrations are data of the database room
      .filter(([file, target]) => roomOf(file) !== roomOf(target) && !allowed[roomOf(file)]!.includes(roomOf(target)))
      .map(([file, target]) => `${relative(source, file)} → ${relative(source, target)}`);
    expect(wrong).toEqual([]);
  });

  it('no adapter imports another: what two formats share stands beside them', () => {
    // A folder with an adapter is a format; xml, json and archive are no formats.
    const adapterOf = (file: string): string | undefined => {
      const [room, folder, ...rest] = relative(source, file).split(/[/\\]/);
      return room === 'formats' && rest.length > 0 && existsSync(join(source, room, folder!, 'adapter.ts')) ? folder : undefined;
    };
    expect(new Set(all.map(adapterOf)).size).toBeGreaterThan(2);
    const wrong = all.flatMap((file) => importsOf(file).map((target) => [file, target] as const))
      .filter(([file, target]) => adapterOf(file) !== undefined && adapterOf(target) !== undefined && adapterOf(file) !== adapterOf(target))
      .map(([file, target]) => `${relative(source, file)} → ${relative(source, target)}`);
    expect(wrong).toEqual([]);
  });

  it('no circle between files', () => {
    const graph = new Map(all.map((file) => [file, importsOf(file, false)])); // types vanish when the program runs
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, trail: string[]): void => {
      if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].map((f) => relative(source, f)).join(' → '));
      if (done.has(file) || trail.includes(file)) return;
      for (const target of graph.get(file) ?? []) walk(target, [...trail, file]);
      done.add(file);
    };
    for (const file of all) walk(file, []);
    expect(circles).toEqual([]);
  });

  it('files are short: above 400 lines they must be split', () => {
    expect(all.filter((file) => readFileSync(file, 'utf8').split('\n').length > 400).map((f) => relative(source, f))).toEqual([]);
  });

  it('every file says in its first line what it is', () => {
    expect(all.filter((file) => !/^(#!.*\n)?\/\/ \S/.test(readFileSync(file, 'utf8'))).map((f) => relative(source, f))).toEqual([]);
  });
});
