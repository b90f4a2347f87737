// What a document of EcoSpold 1 has said so far: its languages, persons and sources by number, and the flows, contacts and sources made of it.
import { defaultLanguage } from '../../mapping/tables/languages.ts';
import type { ReadContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';

/** Version of records that the format gives none. */
export const NO_VERSION = '00.00.000';

/** What counts inside one dataset. */
export interface DatasetState {
  language: string;
  localLanguage: string;
  /** Texts read before the dataset told its language. */
  texts: LocalizedText[];
  /** Name and unit of the reference function. */
  noted: Map<string, string>;
  /** Edges of the period whose dates have a zone. */
  zoned: Set<string>;
  sources: Map<string, Reference>;
}

export interface DocumentState {
  dataset: DatasetState;
  readonly flows: Map<string, Flow>;
  readonly contacts: Map<string, Contact>;
  readonly sources: Map<string, Source>;
}

const KEY = 'ecospold1';

/** Languages that are not stated are English and German (schema 1.2). */
const newDataset = (): DatasetState => ({ language: defaultLanguage, localLanguage: 'de', texts: [], noted: new Map(), zoned: new Set(), sources: new Map() });

export function stateOf({ scratch }: Pick<ReadContext, 'scratch'>): DocumentState {
  let state = scratch.get(KEY) as DocumentState | undefined;
  if (state === undefined) scratch.set(KEY, (state = { dataset: newDataset(), flows: new Map(), contacts: new Map(), sources: new Map() }));
  return state;
}

/** Forgets what counted in the dataset that ends. */
export function endDataset(context: ReadContext): void {
  stateOf(context).dataset = newDataset();
}
