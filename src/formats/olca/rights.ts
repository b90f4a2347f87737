// Whether an openLCA record may be passed on: by copyright and restrictions in words. The rule stands in mappings/olca/README.md.
import type { Rights } from '../../model/value.ts';

/** Words that say there is no restriction; the sentence is that of EcoSpold 1 for public data. Any other text must be read by people. */
const noRestriction = /^(no(ne)?|no restrictions?|not? applicable|n\/?a|-|无|没有|不适用|all information can be accessed by everybody)\.?$/i;

/** Sets `redistribution`; leaves it out where nothing is stated about access. */
export function finishRights(rights: Rights): void {
  const texts = Object.values(rights.accessRestrictions ?? {}).filter((text) => text.trim() !== '');
  if (texts.length === 0) return;
  rights.redistribution = texts.every((text) => noRestriction.test(text.trim())) && rights.copyright !== true ? 'ALLOWED' : 'UNKNOWN';
}

export function statedRights(rights: Rights): Omit<Rights, 'redistribution'> {
  const { redistribution: _derived, ...stated } = rights;
  return stated;
}
