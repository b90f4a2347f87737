// Whether an ILCD record may be passed on: by its licence type, exclusive access and access restrictions. The rule stands in mappings/ilcd/README.md.
import type { Rights } from '../../model/value.ts';

const byLicense: Record<string, Rights['redistribution']> = {
  'Free of charge for all users and uses': 'ALLOWED',
  'Free of charge for members only': 'FORBIDDEN',
  'License fee': 'FORBIDDEN',
};

/** Words that say there is no restriction. Any other text must be read by people. */
const noRestriction = /^(no(ne)?|no restrictions?|not? applicable|n\/?a|keine?|-|无|没有|不适用)\.?$/i;

/** Sets `redistribution`; leaves it out where nothing is stated about licence or access. */
export function finishRights(rights: Rights): void {
  const restricted = Object.values(rights.accessRestrictions ?? {}).some((text) => text.trim() !== '' && !noRestriction.test(text.trim()));
  if ((rights.exclusiveAccess ?? []).length > 0) rights.redistribution = 'FORBIDDEN';
  else if (rights.license !== undefined) {
    const allowed = byLicense[rights.license] ?? 'UNKNOWN';
    rights.redistribution = allowed === 'ALLOWED' && restricted ? 'UNKNOWN' : allowed;
  } else if (restricted) rights.redistribution = 'UNKNOWN';
}

export function statedRights(rights: Rights): Omit<Rights, 'redistribution'> {
  const { redistribution: _derived, ...stated } = rights;
  return stated;
}
