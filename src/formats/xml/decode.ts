// Bytes of an XML document → text. A wrong declaration is repaired and told, never silently replaced (E35, ILCD 54).
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { canonicalEncoding, decodeStrictly, decodeWindows1252, detectEncoding } from './encoding.ts';

/**
 * Text of an XML document, without byte order mark.
 * Where the bytes are not in the encoding they claim, UTF-8 is tried, then windows-1252 (every byte has a meaning there), with one
 * issue `encoding-repaired` { declared, used, offset?, line? }; offset counts bytes from 0.
 * Throws `file-unreadable` for UTF-32 and for text beyond the length of a JavaScript string.
 */
export function decodeXml(bytes: Uint8Array, file: string): { text: string; issues: Issue[] } {
  try {
    return decode(bytes, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_STRING_TOO_LONG') throw error;
    throw unreadable(file, 'the text is longer than 512 million characters; split the file into several');
  }
}

function decode(bytes: Uint8Array, file: string): { text: string; issues: Issue[] } {
  const { label, skip, declared, certain } = detectEncoding(bytes);
  const content = skip === 0 ? bytes : bytes.subarray(skip);
  if (label === 'utf-32') throw unreadable(file, 'it is in UTF-32; save it as UTF-8');

  const wanted = canonicalEncoding(label);
  // "utf-16" written by a program that then saved bytes of another width: the declaration itself could be read bytewise.
  const impossible = !certain && wanted?.startsWith('utf-16') === true;
  if (wanted !== undefined && !impossible) {
    const text = decodeStrictly(content, wanted);
    if (text !== undefined) {
      const contradicted = certain && declared !== undefined && !names(declared, wanted);
      return { text, issues: contradicted ? [repaired(file, declared, wanted)] : [] };
    }
  }
  return fallBack(content, file, declared ?? label, impossible ? undefined : wanted, skip);
}

function fallBack(content: Uint8Array, file: string, declared: string, wanted: string | undefined, skip: number): { text: string; issues: Issue[] } {
  const wide = wanted?.startsWith('utf-16') === true;
  const asUtf8 = wanted === 'utf-8' || wide ? undefined : decodeStrictly(content, 'utf-8');
  if (asUtf8 !== undefined) return { text: asUtf8, issues: [repaired(file, declared, 'utf-8')] };

  // One damaged character must not turn a whole Chinese or UTF-16 text into Latin letters.
  if (wanted !== undefined && wanted !== 'utf-8') {
    const text = new TextDecoder(wanted, { ignoreBOM: true }).decode(content);
    return { text, issues: [repaired(file, declared, `${wanted}, with U+FFFD for what is damaged`)] };
  }
  const bad = firstBrokenUtf8(content);
  let line = 1;
  for (let at = 0; at < bad; at++) if (content[at] === 0x0a) line++;
  return { text: decodeWindows1252(content), issues: [repaired(file, declared, 'windows-1252', { offset: bad + skip, line })] };
}

function names(declared: string, used: string): boolean {
  const canonical = canonicalEncoding(declared);
  return canonical === used || (canonical?.startsWith('utf-16') === true && used.startsWith('utf-16'));
}

function repaired(file: string, declared: string, used: string, where: { offset?: number; line?: number } = {}): Issue {
  return makeIssue('encoding-repaired', { file }, { declared, used, ...where });
}

function unreadable(file: string, reason: string): TanluError {
  return new TanluError('file-unreadable', `${file} cannot be read: ${reason}.`, { params: { file, reason } });
}

/** Offset of the first byte that is not UTF-8. */
function firstBrokenUtf8(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // Prefixes are either all sound up to a point or not at all, so halving finds the point.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSoundPrefix(bytes.subarray(0, middle + 1))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSoundPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
