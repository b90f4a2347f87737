// Characters that XML 1.0 §2.2 forbids, raw (\x0b) or as a reference (&#x0;): taken out of a text that could not be parsed because of them (E38, ILCD 54).

export interface CleanedText {
  text: string;
  count: number;
  /** The place in the text as it was, of a place in the cleaned text. */
  originalOffset(offset: number): number;
}

// References mean nothing inside CDATA and comments, so these are matched first and kept whole; to the end where they have none, or each would be searched anew.
/* oxlint-disable no-control-regex -- control characters are what is looked for */
const suspects = /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|&#(?:x([0-9a-fA-F]+)|([0-9]+));|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const raw = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
/* oxlint-enable no-control-regex */

export function removeControlCharacters(text: string): CleanedText {
  const cuts: { at: number; length: number }[] = [];
  const cleaned = text.replace(suspects, (found, hex: string | undefined, decimal: string | undefined, at: number) => {
    if (found.startsWith('<!')) {
      return found.replace(raw, (_, inner: number) => {
        cuts.push({ at: at + inner, length: 1 });
        return '';
      });
    }
    if (found.startsWith('&') && isCharacter(hex === undefined ? Number(decimal) : parseInt(hex, 16))) return found;
    cuts.push({ at, length: found.length });
    return '';
  });
  return {
    text: cleaned,
    count: cuts.length,
    originalOffset: (offset) => cuts.reduce((moved, cut) => (cut.at <= moved ? moved + cut.length : moved), offset),
  };
}

function isCharacter(code: number): boolean {
  return code === 0x09 || code === 0x0a || code === 0x0d || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
