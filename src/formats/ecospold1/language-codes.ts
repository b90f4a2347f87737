// Languages that EcoSpold 1 has a code for (schema 1.2, TISOLanguageCode): those of ISO 639-1 in its first edition.
const codes: ReadonlySet<string> = new Set(('aa ab af am ar as ay az ba be bg bh bi bn bo br ca co cs cy da de dz el en eo es et eu fa fi fj fo fr fy ga gd gl gn gu gv ha he hi hr hu hy ia id ie ik is it iu ja ka kk kl '
  + 'km kn ko ks ku ky la ln lo lt lv mg mi mk ml mn mr ms mt my na ne nl no oc om or pa pl ps pt qu rm rn ro ru rw sa sd sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ug uk ur uz vi vo wo xh yi yo zh zu').split(' '));

/** Forms of Norwegian that have no code of their own. */
const wider: Readonly<Record<string, string>> = { nb: 'no', nn: 'no' };

/** The code of a language; undefined where the format has none. */
export function languageCode(language: string): string | undefined {
  const code = wider[language] ?? language;
  return codes.has(code) ? code : undefined;
}
