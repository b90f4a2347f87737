// Versions of datasets: how those that formats write are ordered (ILCD 1.1 §Version: major.minor[.update], digits only).

/**
 * Numbers to order a version by: major, minor, update and what follows. Parts count as numbers, an absent part is 0, a comma separates like a
 * point, and what is no number is left out: "00.01.05" → [0, 1, 5], "1.0" and "v1" → [1, 0, 0], "1,0" → [1, 0, 0], none → [0, 0, 0].
 */
export function versionKey(text: string | undefined): number[] {
  const parts = (text ?? '').trim().replace(/^[^\d]+/, '').split(/[.,]/);
  const key: number[] = [];
  for (const part of parts) {
    const digits = /^\s*(\d{1,15})/.exec(part)?.[1];
    if (digits === undefined) break;
    key.push(Number(digits));
  }
  while (key.length < 3) key.push(0);
  while (key.length > 3 && key[key.length - 1] === 0) key.pop();
  return key;
}

/** Negative where `a` is older than `b`, 0 where both are the same version, positive where it is newer. */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  const left = versionKey(a);
  const right = versionKey(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The form that ILCD asks for: two digits, two digits, three digits ("00.01.005"). */
export function normalizedVersion(text: string | undefined): string {
  const [major = 0, minor = 0, update = 0, ...more] = versionKey(text);
  const padded = [String(major).padStart(2, '0'), String(minor).padStart(2, '0'), String(update).padStart(3, '0')];
  return [...padded, ...more.map(String)].join('.');
}

/** Those of one package are few. */
const known = new Map<string | undefined, string>();
const mostKnown = 1_000;

/** The form that the ILCD schema allows, and openLCA has as well: two digits, two digits, three digits; a fourth part has no place. */
export function ilcdVersion(version: string | undefined): string {
  let found = known.get(version);
  if (found === undefined) {
    if (known.size >= mostKnown) known.clear();
    known.set(version, (found = withThreeParts(version)));
  }
  return found;
}

function withThreeParts(version: string | undefined): string {
  const [major = 0, minor = 0, update = 0] = versionKey(version);
  return [String(major % 100).padStart(2, '0'), String(minor % 100).padStart(2, '0'), String(update % 1000).padStart(3, '0')].join('.');
}
