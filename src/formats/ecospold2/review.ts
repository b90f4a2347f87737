// Reviews of EcoSpold 2: reviewer, day and the version that was reviewed.
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Process } from '../../model/process.ts';
import { personReference, statedPerson, type StatedPerson } from './party.ts';
import { readRelease, writeRelease, type Release } from './release.ts';

export type Review = NonNullable<Process['reviews']>[number];

export const review: StructuralTransform<Review> = {
  name: 'review', about: 'Review with its reviewer and the version reviewed.',
  read(record: RawRecord, context: ReadContext) {
    const { raw, ...found } = record as Review & { raw?: { reviewer?: StatedPerson; release?: Release } };
    const reviewer = personReference(raw?.reviewer, '@reviewerEmail', context);
    if (reviewer !== undefined) found.reviewers = [reviewer];
    const version = readRelease(raw?.release, context, '@reviewedMajorRelease');
    if (version !== undefined) found.reviewedVersion = version;
    return found;
  },
  write({ reviewers, reviewedVersion, ...rest }) {
    const reviewer = statedPerson(reviewers?.[0]);
    return {
      ...rest,
      raw: { ...(reviewer === undefined ? {} : { reviewer }), ...(reviewedVersion === undefined ? {} : { release: writeRelease(reviewedVersion) }) },
    };
  },
};
