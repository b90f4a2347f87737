// The nouns of the hub: one list that every layer uses (tables, GraphQL types, mapping tables, tests).
import type { z } from 'zod';
import { organization } from './organization.ts';
import { contact, source } from './source.ts';
import { flow, flowProperty, unitGroup } from './flow.ts';
import { exchange, parameter, process } from './process.ts';
import { characterizationFactor, impactCategory, impactMethod } from './impact.ts';
import { factor, product } from './product.ts';
import { footprint } from './footprint.ts';
import { lifeCycleModel, processInstance } from './life-cycle-model.ts';
import { certification, standard } from './standard.ts';
import { fieldMapping, flowMapRow, flowMapping } from './mapping.ts';
import { accessEvent, accessGrant, partner } from './partner.ts';
import { delivery, footprintRequest, pactFootprint, requestRule, syncRun } from './exchange-of-footprints.ts';
import { importRun, sourceDocument } from './provenance.ts';

/** Datasets: identified, versioned, immutable. In the order in which references point: earlier ones are referred to by later ones. */
export const datasetSchemas = {
  contact, source, unitGroup, flowProperty, flow, process, lifeCycleModel, impactMethod, impactCategory,
  organization, standard, product, factor, footprint, certification,
} as const;

/** Rows that belong to a dataset and are replaced with it. */
export const rowSchemas = { exchange, parameter, characterizationFactor, processInstance } as const;

/** Bookkeeping of imports. */
export const provenanceSchemas = { sourceDocument, importRun } as const;

/** What flows were found to be, and what the mapping tables say. */
export const mappingSchemas = { flowMapping, flowMapRow, fieldMapping } as const;

/** Who may see what, beyond what all may. */
export const accessSchemas = { partner, accessGrant, accessEvent } as const;

/** Footprints on their way between the hub and its partners. */
export const pactSchemas = { pactFootprint, footprintRequest, requestRule, delivery, syncRun } as const;

export const nounSchemas = { ...datasetSchemas, ...rowSchemas, ...provenanceSchemas, ...mappingSchemas, ...accessSchemas, ...pactSchemas } as const;

export type DatasetNoun = keyof typeof datasetSchemas;
export type RowNoun = keyof typeof rowSchemas;
export type Noun = keyof typeof nounSchemas;
export type RecordOf<N extends Noun> = z.infer<(typeof nounSchemas)[N]>;

export const datasetNouns = Object.keys(datasetSchemas) as DatasetNoun[];

/** A dataset on its way between formats and the hub: what it is, the record with its long lists, and nothing of the database. */
export interface Dataset<N extends DatasetNoun = DatasetNoun> {
  noun: N;
  record: RecordOf<N>;
}
