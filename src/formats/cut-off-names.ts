// Names of flows that are cut off on purpose: openLCA marks them by a prefix, which its exports carry into other formats (ecospold.md, E19).
const cutOffPrefix = /^cutoff\s+/i;

/** openLCA marks flows that are cut off on purpose by a prefix of their name. */
export const isCutOffName = (name: string): boolean => cutOffPrefix.test(name);

/** A flow's name as it is compared with others: without the cut-off mark. The stored name keeps it. */
export const matchingName = (name: string): string => name.replace(cutOffPrefix, '').trim();
