// Which of the two languages of the pages a visitor reads: ?lang=, then Accept-Language, then English.

export type Language = 'zh' | 'en';

/** `wanted` is the value of ?lang, `accepted` the header. The order of the header counts; its weights do not. */
export function languageOf(wanted: string | null, accepted: string | undefined): Language {
  if (wanted === 'zh' || wanted === 'en') return wanted;
  for (const range of (accepted ?? '').toLowerCase().split(',')) {
    const tag = range.trim();
    if (tag.startsWith('zh')) return 'zh';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}
