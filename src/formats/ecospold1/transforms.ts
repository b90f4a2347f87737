// All transforms that the EcoSpold 1 tables name, on top of the shared ones.
import type { CodeLists } from '../../mapping/load-tables.ts';
import { codeTransform, scalarTransforms } from '../../mapping/scalar-transforms.ts';
import { transformSet, type ScalarTransform, type StructuralTransform, type TransformSet } from '../../mapping/transform.ts';
import { exchange } from './exchange.ts';
import { elementaryDataset } from './flow.ts';
import { characterizationFactor, impactDataset } from './impact.ts';
import { person, source } from './party.ts';
import { periodScalars } from './period.ts';
import { geography, place } from './place.ts';
import { dataset } from './process.ts';
import { filled, inLanguage, language, localLanguage, noted, percent } from './text.ts';
import { unitTransform } from './unit.ts';

export const scalars = [filled, inLanguage, language, localLanguage, noted, percent, place, ...periodScalars] as const;
export const structurals = [characterizationFactor, dataset, elementaryDataset, exchange, geography, impactDataset, person, source] as const;

export function ecospold1Transforms(lists: CodeLists): TransformSet {
  const shared = transformSet([...scalarTransforms, codeTransform(lists)] as unknown as readonly ScalarTransform<never>[], []);
  return transformSet([...scalars, unitTransform(lists)] as unknown as readonly ScalarTransform<never>[], [...structurals] as unknown as readonly StructuralTransform<never>[], shared);
}
