// CAS numbers as real files write them, in whatever format, and what is told where there is none (ecospold.md, E26).
import type { ReadContext } from '../mapping/transform.ts';
import { canonicalCas } from '../model/cas.ts';

/** A CAS number as real files write it: with "CAS", without hyphens, padded with zeros (E26). */
export function readCas(stated: string, context: ReadContext, path: string): string | undefined {
  const bare = stated.trim().replace(/^CAS(\s*(RN|No\.?|number))?[\s:]*/i, '');
  const found = canonicalCas(/^\d{5,10}$/.test(bare) ? `${bare.slice(0, -3)}-${bare.slice(-3, -1)}-${bare.slice(-1)}` : bare);
  if (found === undefined) context.issue('cas-invalid', { value: stated }, path);
  return found;
}
