// All transforms that the EcoSpold 2 tables name, on top of the shared ones.
import type { CodeLists } from '../../mapping/load-tables.ts';
import { codeTransform, scalarTransforms } from '../../mapping/scalar-transforms.ts';
import { transformSet, type ScalarTransform, type StructuralTransform, type TransformSet } from '../../mapping/transform.ts';
import type { Reference } from '../../model/value.ts';
import { classification } from './classification.ts';
import { elementaryExchange, intermediateExchange } from './exchange.ts';
import { elementaryFlow, productFlow } from './flow.ts';
import { company, person, source } from './party.ts';
import { compartment, geography } from './place.ts';
import { activity } from './process.ts';
import { impactIndicator, parameter, property, transferCoefficient } from './property.ts';
import { review } from './review.ts';
import { textAndImage } from './text.ts';
import { uncertainty } from './uncertainty.ts';

const isBlank = (text: string): boolean => text === '' || text.trim() === '';

/** Attributes without content are common (mathematicalRelation=""), and mean nothing. */
const filled: ScalarTransform<string> = {
  name: 'filled', about: 'Text as it stands; a blank one is absent.',
  read: (text) => (isBlank(text) ? undefined : text),
  write: (value) => value,
};

const externalFile: ScalarTransform<Reference> = {
  name: 'external-file', about: 'Address of a file outside the package.',
  read: (text) => (isBlank(text) ? undefined : { type: 'externalFile', uri: text.trim() }),
  write: (value) => value.uri,
};

export const scalars = [filled, externalFile] as const;
export const structurals = [
  activity, classification, company, compartment, elementaryExchange, elementaryFlow, geography, impactIndicator, intermediateExchange, parameter,
  person, productFlow, property, review, source, textAndImage, transferCoefficient, uncertainty,
] as const;

export function ecospold2Transforms(lists: CodeLists): TransformSet {
  const shared = transformSet([...scalarTransforms, codeTransform(lists)] as unknown as readonly ScalarTransform<never>[], []);
  return transformSet([...scalars] as unknown as readonly ScalarTransform<never>[], [...structurals] as unknown as readonly StructuralTransform<never>[], shared);
}
