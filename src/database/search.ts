// Full-text search without extensions: CJK text as overlapping pairs of characters, other scripts as lower-case words without diacritics.

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const runs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}]+/gu;
// A lexeme may have 2046 bytes, a tsvector one megabyte; names are far below, whatever is above is cut.
const longestWord = 64;
const mostWords = 5000;

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '').normalize('NFC').toLowerCase();

/** Splits where script changes between CJK and others, so that "LED灯" has the words led and 灯. */
function* pieces(text: string): Generator<{ text: string; cjk: boolean }> {
  for (const [run] of folded(text).matchAll(runs)) {
    let start = 0;
    const characters = [...run];
    for (let i = 1; i <= characters.length; i++) {
      if (i < characters.length && cjk.test(characters[i]!) === cjk.test(characters[start]!)) continue;
      yield { text: characters.slice(start, i).join(''), cjk: cjk.test(characters[start]!) };
      start = i;
    }
  }
}

/** Text for the input of a tsvector: quoted words without positions. */
export function searchVector(texts: readonly string[]): string {
  const words = new Set<string>();
  for (const text of texts) {
    for (const piece of pieces(text)) {
      if (words.size >= mostWords) break;
      if (!piece.cjk) {
        words.add([...piece.text].slice(0, longestWord).join(''));
        continue;
      }
      const characters = [...piece.text];
      // Pairs, and the last character alone, so that a search for one character finds every place by prefix.
      characters.forEach((character, i) => words.add(character + (characters[i + 1] ?? '')));
    }
  }
  return [...words].map((word) => `'${word}'`).join(' ');
}

/** Text for the input of a tsquery: every word must occur, words match by their beginning. Empty when the text holds no word. */
export function searchQuery(text: string): string {
  const terms: string[] = [];
  for (const piece of pieces(text)) {
    if (terms.length >= 32) break;
    if (!piece.cjk) {
      terms.push(`'${[...piece.text].slice(0, longestWord).join('')}':*`);
      continue;
    }
    const characters = [...piece.text];
    if (characters.length === 1) terms.push(`'${piece.text}':*`);
    for (let i = 0; i + 1 < characters.length && terms.length < 32; i++) terms.push(`'${characters[i]! + characters[i + 1]!}'`);
  }
  return terms.join(' & ');
}
