// How an EcoSpold 1 package is laid out: a file per dataset; flows, persons and sources stand in the datasets that name them.
import type { Packaging } from '../adapter.ts';
import { completeForEcospold1 } from './complete.ts';

export const ecospold1Packaging: Packaging = {
  fileName: (noun, record) => `${noun === 'process' ? 'datasets' : 'methods'}/${(record as { id: string }).id}.xml`,
  complete: completeForEcospold1,
  originRoom: { path: 'tanlu:origin', makesIds: true, makesAllIds: true },
  referenceData: () => [],
  companions: ['contact', 'source', 'flow'],
};
