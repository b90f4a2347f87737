// All transforms that the tables of openLCA name, on top of the shared ones.
import type { FormatTables } from '../../mapping/load-tables.ts';
import { codeTransform, scalarTransforms } from '../../mapping/scalar-transforms.ts';
import { transformSet, type ScalarTransform, type StructuralTransform, type TransformSet } from '../../mapping/transform.ts';
import { allocationFactor } from './allocation.ts';
import { complianceAspect, complianceTransform, documentationBlocks, review } from './documentation.ts';
import { exchange, parameter } from './exchange.ts';
import { flow, flowPropertyFactor } from './flow.ts';
import { impactCategory, impactFactor, impactMethod } from './impact.ts';
import { actor, other, source } from './party.ts';
import { place } from './place.ts';
import { process } from './process.ts';
import { productSystem } from './product-system.ts';
import { flowReference, referenceTransform } from './reference.ts';
import { olcaScalars } from './scalar.ts';
import { uncertainty } from './uncertainty.ts';
import { flowProperty, unit, unitGroup } from './unit-group.ts';

export function olcaTransforms(tables: FormatTables): TransformSet {
  const scalar = [...scalarTransforms, codeTransform(tables.codes), ...olcaScalars];
  const structural = [
    referenceTransform(tables.codes), flowReference, place, uncertainty, actor, source, other, unit, unitGroup, flowProperty, flowPropertyFactor, flow,
    parameter, exchange, allocationFactor, complianceAspect, complianceTransform(tables.codes), review, ...documentationBlocks, process,
    impactFactor, impactCategory, impactMethod, productSystem,
  ];
  return transformSet(scalar as unknown as ScalarTransform<never>[], structural as unknown as StructuralTransform<never>[]);
}
