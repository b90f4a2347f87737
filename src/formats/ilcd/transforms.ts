// All transforms of ILCD by name: the shared scalar ones, codes, and the structural pairs of the small files beside this one.
import type { FormatTables } from '../../mapping/load-tables.ts';
import { codeTransform, scalarTransforms } from '../../mapping/scalar-transforms.ts';
import { transformSet, type ScalarTransform, type StructuralTransform, type TransformSet } from '../../mapping/transform.ts';
import { classification, compartment, level } from './classification.ts';
import { documentationBlocks } from './documentation.ts';
import { epdAmount } from './epd.ts';
import { exchange, impactResult, parameter } from './exchange.ts';
import { flow, flowProperty, flowPropertyValue } from './flow.ts';
import { characterizationFactor, lciaMethod, lciaYear } from './lcia-method.ts';
import { downstreamProcess, lifeCycleModel, outputExchange, processInstance } from './life-cycle-model.ts';
import { location } from './location.ts';
import { process } from './process.ts';
import { referenceTransform } from './reference.ts';
import { ilcdScalars } from './scalar.ts';
import { contact, digitalFile, source } from './source.ts';
import { unit, unitGroup } from './unit-group.ts';

export function ilcdTransforms(tables: FormatTables): TransformSet {
  const scalar = [...scalarTransforms, codeTransform(tables.codes), ...ilcdScalars(tables.codes)];
  const structural = [
    referenceTransform(tables.codes), level, classification, compartment, location, ...documentationBlocks,
    exchange, parameter, impactResult, process(tables.codes), epdAmount(tables.codes), flow, flowPropertyValue, flowProperty, unit, unitGroup, digitalFile, source, contact,
    characterizationFactor, lciaMethod, lciaYear, lifeCycleModel, processInstance, outputExchange, downstreamProcess,
  ];
  return transformSet(scalar as unknown as ScalarTransform<never>[], structural as unknown as StructuralTransform<never>[]);
}
