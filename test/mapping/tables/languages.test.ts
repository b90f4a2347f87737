// Languages: what real files write instead of ISO 639-1 (EcoSpold edge case 55, ILCD 1.1 default).
import { describe, expect, it } from 'vitest';
import { allLanguages, languageOf, resolveLanguage } from '../../../src/mapping/tables/languages.ts';

describe('languages', () => {
  it.each<[string | undefined, string, boolean]>([
    ['en', 'en', false], ['zh', 'zh', false], [undefined, 'en', false], ['ger', 'de', true], ['deu', 'de', true], ['chi', 'zh', true], ['zho', 'zh', true], ['pt_BR', 'pt', true], ['zh-CN', 'zh', true],
    ['zh-Hans', 'zh', true], ['de-DE', 'de', true], ['EN', 'en', true], ['iw', 'he', true], ['', 'en', true], ['xx', 'und', true], ['klingon', 'und', true],
  ])('%j is %s (repaired: %s)', (stated, code, repaired) => expect(resolveLanguage(stated)).toEqual({ code, repaired }));

  it('are the 184 codes of ISO 639-1, all of which ILCD accepts', () => {
    expect(allLanguages()).toHaveLength(184);
    expect(allLanguages().every((l) => l.ilcd)).toBe(true);
    expect(languageOf('zh')?.names).toEqual({ en: 'Chinese', zh: '中文' });
  });
});
