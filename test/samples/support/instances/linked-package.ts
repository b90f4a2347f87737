// A package of random ILCD documents that refer to each other: unit groups, flow properties of them, flows measured in these, processes that exchange the flows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SchemaCheck } from '../../../../src/transfer/validate/xsd.ts';
import type { Instance, Wishes } from './instance.ts';
import { instancesOf } from './make-instances.ts';
import { localOf } from './schema-components.ts';

const idOf = (node: Instance): string | undefined => (localOf(node.name) === 'UUID' ? node.text : node.children.map(idOf).find((id) => id !== undefined));

/** What each kind of document refers to, by the ends of the paths of its references. */
const stages = [
  { folder: 'unitgroups', file: 'UnitGroup', root: 'unitGroupDataSet', count: 4, target: undefined, reference: 'none' },
  { folder: 'flowproperties', file: 'FlowProperty', root: 'flowPropertyDataSet', count: 5, target: 'unitgroups', reference: 'referenceToReferenceUnitGroup' },
  { folder: 'flows', file: 'Flow', root: 'flowDataSet', count: 12, target: 'flowproperties', reference: 'referenceToFlowPropertyDataSet' },
  { folder: 'processes', file: 'Process', root: 'processDataSet', count: 12, target: 'flows', reference: 'referenceToFlowDataSet' },
] as const;

/** Blocks without which a dataset cannot be used elsewhere. */
const needed = /(quantitativeReference|referenceToReference\w+|units|flowProperties|modellingAndValidation|LCIMethod|exchanges|exchange|exchangeDirection|resultingAmount|processInformation\/time|referenceYear|\/name|baseName|publicationAndOwnership|administrativeInformation)$/;

/** Runs with the folder of the package, removed afterwards. */
export async function withLinkedPackage<T>(check: SchemaCheck, seed: number, run: (folder: string, work: string) => Promise<T>): Promise<T> {
  const work = mkdtempSync(join(tmpdir(), 'tanlu-linked-'));
  try {
    const ids = new Map<string, string[]>();
    for (const { folder, file, root, count, target, reference } of stages) {
      mkdirSync(join(work, 'in', folder), { recursive: true });
      const wishes: Partial<Wishes> = {
        always: (path) => needed.test(path) || path.endsWith(`${reference}/@refObjectId`),
        given: (path, random) => {
          if (target !== undefined && path.endsWith(`${reference}/@refObjectId`)) return random.pick(ids.get(target)!);
          if (path.endsWith(`${reference}/@version`) || /Year$|ValidUntil$/.test(path)) return path.endsWith('@version') ? '00.00.000' : String(random.between(2000, 2040));
          return undefined;
        },
      };
      const source = instancesOf(check, `ilcd/ILCD_${file}DataSet.xsd`, root, wishes);
      for (let n = 0; n < count; n++) {
        const { text, root: made } = source.make(seed * 100 + n);
        const id = idOf(made)!;
        ids.set(folder, [...(ids.get(folder) ?? []), id]);
        writeFileSync(join(work, 'in', folder, `${id}.xml`), text);
      }
    }
    return await run(join(work, 'in'), work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
