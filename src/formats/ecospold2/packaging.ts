// How an EcoSpold 2 package is laid out: a file per activity and product; what a dataset names stands beside it as user master data.
import type { Process } from '../../model/process.ts';
import type { Packaging } from '../adapter.ts';
import { withShares } from '../property-shares.ts';
import { completeForEcospold2 } from './complete.ts';

export const ecospold2Packaging: Packaging = {
  fileName(_noun, record) {
    const { id, activityId, exchanges = [], referenceFlows = [] } = record as Process;
    const product = exchanges.find((e) => e.internalId === referenceFlows[0] || e.isReference)?.flow.id;
    return `datasets/${activityId ?? id}${product === undefined ? '' : `_${product}`}.spold`;
  },
  complete: completeForEcospold2,
  originRoom: { path: 'tanlu:origin', makesIds: true, elementaryLast: true },
  referenceData: () => [],
  resolve(noun, back) {
    if (noun === 'process') Object.assign(back, withShares(back as Process));
  },
  companions: ['contact', 'source', 'flow'],
};
