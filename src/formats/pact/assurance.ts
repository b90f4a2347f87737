// Verification of PACT 3 and assurance of PACT 2: present means that a third party has verified the footprint (v3 §Verification, v2.3 §Assurance).
import type { RawRecord, StructuralTransform } from '../../mapping/transform.ts';
import type { Footprint } from '../../model/footprint.ts';

type Assurance = Footprint['assurance'];

const isVerified = ({ state }: Assurance): boolean => state === 'THIRD_PARTY' || state === 'SECOND_PARTY';

export const verification: StructuralTransform<Assurance> = {
  name: 'verification', about: 'Verification by a third party; where there is none, nothing is stated.',
  read: (record) => ({ state: 'THIRD_PARTY', ...record }),
  write: (value) => (isVerified(value) ? { ...value } : undefined),
};

export const assurance: StructuralTransform<Assurance> = {
  name: 'assurance', about: 'Assurance by a third party, or the statement that there is none.',
  read(record) {
    const { raw, ...rest } = record as RawRecord & { raw?: { assured?: boolean } };
    return { state: raw?.assured === false ? 'NONE' : 'THIRD_PARTY', ...rest };
  },
  write(value) {
    if (value.state === 'NONE') return { ...value, verifier: value.verifier ?? '', raw: { assured: false } };
    return isVerified(value) ? { ...value, verifier: value.verifier ?? '', raw: { assured: true } } : undefined;
  },
};
