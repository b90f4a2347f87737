// References are found where the model has them, required ones as well.
import { describe, expect, it } from 'vitest';
import { referencesOf } from '../../src/transfer/import/references.ts';

const to = (type: string, id: string) => ({ type, id });

describe('references of a record', () => {
  it('stand in optional fields, in lists, in required fields and deep inside', () => {
    const process = { impactResults: [{ category: to('impactCategory', 'a') }], reviews: [{ reviewers: [to('contact', 'b'), to('contact', 'c')], report: to('source', 'd') }], rights: { owner: to('contact', 'e') } };
    expect(referencesOf('process', process).map(({ role, target }) => `${role} ${target.id}`).sort()).toEqual([
      'impactResults.category a', 'reviews.report d', 'reviews.reviewers b', 'reviews.reviewers c', 'rights.owner e',
    ]);
  });
  it('of a flow name every property, and which of them is the reference', () => {
    const flow = { referenceProperty: '1', flowProperties: [{ internalId: '0', flowProperty: to('flowProperty', 'p') }, { internalId: '1', flowProperty: to('flowProperty', 'q') }] };
    expect(referencesOf('flow', flow).map(({ role, target }) => `${role} ${target.id}`).sort()).toEqual(['flowProperties.flowProperty p', 'flowProperties.flowProperty q', 'referenceProperty q']);
  });
  it('of exchanges stand in columns of their own', () => expect(referencesOf('process', { exchanges: [{ flow: to('flow', 'f'), provider: to('process', 'p') }] })).toEqual([]));
});
