// What a dataset is to the database, and which of several with one identity counts.
import { describe, expect, it } from 'vitest';
import { Arrivals, type Arrival } from '../../src/transfer/import/arrivals.ts';
import { decide, type StoredVersion } from '../../src/transfer/import/decide.ts';

const hash = (text: string) => Buffer.from(text);
const stored = (more: Partial<StoredVersion>): StoredVersion => ({ key: '1', version: '01.00.000', revision: 1, hash: hash('a'), placeholder: false, derived: false, current: true, ...more });

describe('a dataset is', () => {
  it('new where nothing is known', () => expect(decide('01.00.000', hash('a'), false, [])).toEqual({ state: 'new', revision: 1 }));
  it('new in place of a placeholder', () => expect(decide('01.00.000', hash('a'), false, [stored({ placeholder: true, key: '9' })])).toEqual({ state: 'new', revision: 1, replaces: '9' }));
  it('unchanged where version and content are known', () => expect(decide('01.00.000', hash('a'), false, [stored({})])).toEqual({ state: 'unchanged', key: '1' }));
  it('updated by a higher version, compared as numbers', () => expect(decide('10.00.000', hash('b'), false, [stored({ version: '09.00.000' })])).toMatchObject({ state: 'updated', supersedes: '1', revision: 1, sameVersion: false }));
  it('updated with the next revision where the same version has other content', () => expect(decide('01.00.000', hash('b'), false, [stored({})])).toMatchObject({ state: 'updated', supersedes: '1', revision: 2, sameVersion: true }));
  it('a past version where a higher one is current', () => {
    const decision = decide('00.09.000', hash('b'), false, [stored({})]);
    expect(decision).toMatchObject({ state: 'updated', current: '01.00.000' });
    expect(decision).not.toHaveProperty('supersedes');
  });
  it('unchanged where it is derived and anything is known', () => expect(decide('00.00.000', hash('z'), true, [stored({})])).toEqual({ state: 'unchanged', key: '1' }));
  it('new in place of a derived one', () => expect(decide('01.00.000', hash('b'), false, [stored({ derived: true, version: '00.00.000' })])).toMatchObject({ state: 'new', replaces: '1' }));
});

const arrival = (more: Partial<Arrival>): Arrival => ({ noun: 'flow', id: 'x', version: '1', hash: 'a', file: 'f', derived: false, ...more });

describe('arrivals', () => {
  it('the first of a package counts, whichever worker is faster', async () => {
    const arrivals = new Arrivals();
    const later = arrivals.judge(1, [arrival({ hash: 'b', file: 'second.xml' })]);
    const earlier = arrivals.judge(0, [arrival({ hash: 'a', file: 'first.xml' })]);
    expect(await earlier).toEqual([{ accepted: true }]);
    expect(await later).toEqual([{ accepted: false, reason: 'duplicate', other: 'first.xml' }]);
  });
  it('the same content twice is no conflict', async () => {
    expect(await new Arrivals().judge(0, [arrival({}), arrival({})])).toEqual([{ accepted: true }, { accepted: false, reason: 'known' }]);
  });
  it('other versions are other datasets', async () => {
    expect(await new Arrivals().judge(0, [arrival({}), arrival({ version: '2', hash: 'b' })])).toEqual([{ accepted: true }, { accepted: true }]);
  });
  it('of derived datasets the first counts and the others are silent', async () => {
    expect(await new Arrivals().judge(0, [arrival({ derived: true }), arrival({ derived: true, hash: 'b' })])).toEqual([{ accepted: true }, { accepted: false, reason: 'known' }]);
  });
  it('a derived dataset is silent where the package has the dataset itself, and gives way where that comes later', async () => {
    expect(await new Arrivals().judge(0, [arrival({}), arrival({ derived: true, version: '0', hash: 'b' })])).toEqual([{ accepted: true }, { accepted: false, reason: 'known' }]);
    expect(await new Arrivals().judge(0, [arrival({ derived: true, version: '0', hash: 'b' }), arrival({})])).toEqual([{ accepted: true }, { accepted: true }]);
  });
});

describe('a fuller derived record', () => {
  it('takes the place of a brief one, once', async () => {
    const arrivals = new Arrivals();
    expect(await arrivals.judge(0, [arrival({ derived: true, brief: true })])).toEqual([{ accepted: true }]);
    expect(await arrivals.judge(1, [arrival({ derived: true, brief: true, hash: 'b' }), arrival({ derived: true, hash: 'c' }), arrival({ derived: true, hash: 'd' })]))
      .toEqual([{ accepted: false, reason: 'known' }, { accepted: true, replacesBrief: true }, { accepted: false, reason: 'known' }]);
    expect(decide('00.00.000', hash('c'), true, [stored({ derived: true, version: '00.00.000' })], true)).toMatchObject({ state: 'new', replaces: '1' });
    expect(decide('00.00.000', hash('c'), true, [stored({})], true)).toEqual({ state: 'unchanged', key: '1' });
  });
});
