// Language codes of datasets: ISO 639-1, with the codes that real files use instead (ILCD 1.1 §Languages; EcoSpold edge case 55).
import { z } from 'zod';
import { tableError, once, readCsvTable } from './table.ts';

const languageRow = z.object({
  code: z.string().regex(/^[a-z]{2}$/).describe('ISO 639-1 code.'),
  name_en: z.string().min(1),
  name_zh: z.string().min(1),
  iso_639_2t: z.string().regex(/^[a-z]{3}$/).describe('Terminological three-letter code.'),
  iso_639_2b: z.string().regex(/^([a-z]{3})?$/).describe('Bibliographic three-letter code where it differs.'),
  ilcd: z.enum(['yes', 'no']).describe('Whether the ILCD 1.1 schema accepts the code.'),
});
const aliasRow = z.object({ alias: z.string().min(1), code: z.string(), note: z.string() });

export interface Language {
  code: string;
  names: { en: string; zh: string };
  /** Whether the ILCD 1.1 schema accepts the code. */
  ilcd: boolean;
}

const tables = once(() => {
  const rows = readCsvTable('languages/languages.csv', languageRow, (r) => r.code);
  const languages = new Map(rows.map((r): [string, Language] => [r.code, { code: r.code, names: { en: r.name_en, zh: r.name_zh }, ilcd: r.ilcd === 'yes' }]));
  const aliases = new Map<string, string>();
  for (const r of rows) for (const three of [r.iso_639_2t, r.iso_639_2b]) if (three) aliases.set(three, r.code);
  for (const r of readCsvTable('languages/aliases.csv', aliasRow, (a) => a.alias)) {
    if (!languages.has(r.code) || languages.has(r.alias)) throw tableError('languages/aliases.csv', `maps "${r.alias}" to "${r.code}", which is no use.`);
    aliases.set(r.alias, r.code);
  }
  return { languages, aliases };
});

/** What a language attribute that states no language means: the default of the ILCD and EcoSpold schemas. */
export const defaultLanguage = 'en';
/** BCP 47 code of text whose language is not known. */
export const unknownLanguage = 'und';

const resolved = new Map<string, { code: string; repaired: boolean }>();

/**
 * The two-letter code of a stated language. Absent means English; regions and scripts are dropped (`zh-CN`, `pt_BR`);
 * three-letter and misused codes are translated. A language that stands in no table becomes `und`, which is a repair as well.
 */
export function resolveLanguage(stated: string | undefined): { code: string; repaired: boolean } {
  if (stated === undefined) return { code: defaultLanguage, repaired: false };
  let result = resolved.get(stated);
  if (result === undefined) {
    const { languages, aliases } = tables();
    const primary = stated.trim().toLowerCase().split(/[-_]/)[0]!;
    const code = languages.has(primary) ? primary : primary === '' ? defaultLanguage : (aliases.get(primary) ?? unknownLanguage);
    result = { code, repaired: code !== stated };
    if (resolved.size < 1_000) resolved.set(stated, result);
  }
  return result;
}

/** The language of a two-letter code. */
export const languageOf = (code: string): Language | undefined => tables().languages.get(code);

/** All languages that text may be stored in. */
export const allLanguages = (): Language[] => [...tables().languages.values()];
