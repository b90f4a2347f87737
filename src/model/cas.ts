// CAS registry numbers: two to seven digits, two digits and a check digit (CAS; ILCD 1.1 pads the first group to six digits).

/** The number without leading zeros, undefined where the text is none or its check digit is wrong. */
export function canonicalCas(text: string): string | undefined {
  const found = /^(\d{2,})-(\d{2})-(\d)$/.exec(text.trim());
  if (found === null) return undefined;
  const head = found[1]!.replace(/^0+/, '');
  if (head.length < 2 || head.length > 7) return undefined;
  const digits = `${head}${found[2]!}`;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += (digits.length - i) * Number(digits[i]);
  return sum % 10 === Number(found[3]) ? `${head}-${found[2]!}-${found[3]!}` : undefined;
}

/** The form that the ILCD schema asks for: the first group padded to six digits. Seven digits stay, although the schema refuses them. */
export function paddedCas(canonical: string): string {
  return canonical.padStart(11, '0');
}
