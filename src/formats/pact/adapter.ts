// PACT: product footprints of versions 2 and 3 as documents of their own, and the answers of hosts that list them (PACT Technical Specifications 2.0–2.3, 3.0).
import { codeTransform, scalarTransforms } from '../../mapping/scalar-transforms.ts';
import type { FormatTables } from '../../mapping/load-tables.ts';
import { transformSet, type ScalarTransform, type StructuralTransform, type TransformSet } from '../../mapping/transform.ts';
import { jsonAdapter } from '../adapter.ts';
import type { JsonHead } from '../json/sniff.ts';
import { assurance, verification } from './assurance.ts';
import { footprint2, footprint3 } from './footprint.ts';
import { emissionFactorSource, productRule } from './lists.ts';
import { openCode, pactScalars } from './scalar.ts';
import { majorOf, type Major } from './versions.ts';

export function pactTransforms(tables: FormatTables): TransformSet {
  const scalar = [...scalarTransforms, codeTransform(tables.codes), openCode(tables.codes), ...pactScalars];
  return transformSet(scalar as unknown as ScalarTransform<never>[], [footprint3, footprint2, verification, assurance, productRule, emissionFactorSource] as unknown as StructuralTransform<never>[]);
}

/** Whether an object is a footprint, and of which version: by what it states, else by keys that only version 2 has. */
function versionOf(head: JsonHead | undefined): Major | undefined {
  if (head?.has('pcf') !== true || !['specVersion', 'companyIds', 'productIds', 'productNameCompany'].some((key) => head.has(key))) return undefined;
  const stated = majorOf(head.get('specVersion') ?? '');
  if (stated === 2 || stated === 3) return stated;
  return head.has('productCategoryCpc') || head.has('version') ? 2 : 3;
}

function rootOf(head: JsonHead, inside?: JsonHead): string | undefined {
  const own = versionOf(head);
  if (own !== undefined) return own === 3 ? 'ProductFootprint' : 'ProductFootprint2';
  const listed = versionOf(inside);
  return listed === undefined ? undefined : listed === 3 ? 'Answer' : 'Answer2';
}

export const pact = jsonAdapter({
  name: 'pact',
  capabilities: { read: ['footprint', 'product', 'organization'], write: ['footprint'] },
  transforms: pactTransforms,
  kindKey: 'pcf',
  listKey: 'data',
  rootOf,
  rank: () => 0,
  formatVersion: (head, inside) => (inside !== undefined && !head.has('pcf') ? inside : head).get('specVersion'),
});
