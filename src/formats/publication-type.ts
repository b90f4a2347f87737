// Kinds of publications in the words of EcoSpold (sourceType), for those of ILCD.
const ofIlcd: Readonly<Record<string, string>> = {
  'Article in periodical': 'article', 'Chapter in anthology': 'chapter in anthology', Monograph: 'separate publication', 'Direct measurement': 'measurement on site',
  'Oral communication': 'oral communication', 'Personal written communication': 'personal written communication', Questionnaire: 'questionnaire',
};
const own: ReadonlySet<string> = new Set(['undefined', ...Object.values(ofIlcd)]);

/** The kind of a source; "undefined" for those that EcoSpold has no word for. */
export const publicationTypeOf = (type: string | undefined): string => (type === undefined ? 'undefined' : own.has(type) ? type : ofIlcd[type] ?? 'undefined');
