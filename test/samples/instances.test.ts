// Random documents that the official schemas accept, for every root element: they are valid, the same for the same seed, and use what the schema declares.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SchemaCheck } from '../../src/transfer/validate/xsd.ts';
import { instancesOf } from './support/instances/make-instances.ts';
import type { Instance } from './support/instances/instance.ts';
import { schemaRoots } from './support/instances/roots.ts';
import { sampleFolder } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const check = existsSync(schemas) ? await SchemaCheck.open(schemas) : undefined;
if (check === undefined) process.stderr.write(`\nNOT CHECKED: there is no folder ${schemas}. Name the folder of the official schemas with TANLU_SCHEMAS.\n`);

function pathsOf(node: Instance, base = '', found = new Set<string>()): Set<string> {
  const path = `${base}/${node.name}`;
  found.add(path);
  for (const { name } of node.attributes) found.add(`${path}/@${name}`);
  for (const child of node.children) pathsOf(child, path, found);
  return found;
}

describe.each(schemaRoots)('random documents: $name', ({ file, root, wishes, isChecked }) => {
  it.runIf(check !== undefined)('are accepted by the schema', () => {
    const source = instancesOf(check!, file, root, wishes, isChecked);
    for (let seed = 0; seed < 25; seed++) expect(source.make(seed).text).toContain(root);
  });

  it.runIf(check !== undefined)('are the same for the same seed and others for others', () => {
    const source = instancesOf(check!, file, root, wishes, isChecked);
    expect(source.make(3).text).toBe(source.make(3).text);
    expect(source.make(3).text).not.toBe(source.make(8).text);
  });

  it.runIf(check !== undefined)('leave out nothing that another one has', () => {
    const source = instancesOf(check!, file, root, wishes, isChecked);
    const whole = new Set<string>();
    for (const seed of [0, 5, 10]) for (const path of pathsOf(source.make(seed, { foreign: 0 }).root)) whole.add(path);
    const others = new Set<string>();
    for (const seed of [1, 3, 4, 6, 8]) for (const path of pathsOf(source.make(seed, { foreign: 0 }).root)) others.add(path);
    // Choices are made by chance, so that a few paths are met by few documents.
    expect([...others].filter((path) => !whole.has(path)).length).toBeLessThan(0.1 * whole.size);
  });
});
