// Which encoding the bytes of an XML document are in: byte order mark, then the shape of "<?xml", then the XML declaration (XML 1.0, appendix F).
import { isAscii, isUtf8 } from 'node:buffer';

export interface Encoding {
  /** Encoding to decode with: a lower-case TextDecoder label. */
  label: string;
  /** Bytes of the byte order mark to leave out. */
  skip: number;
  /** Encoding that the XML declaration names, as written. */
  declared?: string;
  /** True when byte order mark or byte pattern decided, so that a declaration has nothing to say. */
  certain: boolean;
}

export function detectEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) return { label: 'utf-32', skip: 4, certain: true };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', skip: 3, certain: true, ...declaration(bytes.subarray(3), 'latin1') };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', skip: 2, certain: true, ...declaration(bytes.subarray(2), 'utf-16le') };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', skip: 2, certain: true, ...declaration(bytes.subarray(2), 'utf-16be') };
  if (a === 0x3c && b === 0 && c !== 0) return { label: 'utf-16le', skip: 0, certain: true, ...declaration(bytes, 'utf-16le') };
  if (a === 0 && b === 0x3c && c === 0) return { label: 'utf-16be', skip: 0, certain: true, ...declaration(bytes, 'utf-16be') };
  const found = declaration(bytes, 'latin1');
  return { label: found.declared?.toLowerCase() ?? 'utf-8', skip: 0, certain: false, ...found };
}

const declarationLength = 400;

function declaration(bytes: Uint8Array, label: string): { declared?: string } {
  const start = bytes.subarray(0, declarationLength);
  const head = label === 'latin1' && isAscii(start) ? asLatin1(start) : new TextDecoder(label).decode(start);
  const match = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([^"'>]*?)\s*["']/.exec(head);
  return match?.[1] === undefined ? {} : { declared: match[1] };
}

/** The canonical name of a label ("latin1" is windows-1252, "gb2312" is gbk), undefined when no decoder knows it. */
export function canonicalEncoding(label: string): string | undefined {
  if (label === 'utf-8') return label; // nearly always
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** Text of bytes that are in the given canonical encoding, undefined when they are not. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes);
  // Pure ASCII, as most files are, needs no decoding and stays one byte a character.
  if (encoding === 'utf-8' && isAscii(bytes)) return asLatin1(bytes);
  if (encoding === 'utf-8') return isUtf8(bytes) ? bufferOf(bytes).toString('utf8') : undefined;
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

const upperControls = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9dž\x9f';

/** Own table, because TextDecoder of Node before 24 leaves 0x80–0x9F as control characters. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const text = asLatin1(bytes);
  return text.replace(/[\x80-\x9f]/g, (char) => upperControls.charAt(char.charCodeAt(0) - 0x80));
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const asLatin1 = (bytes: Uint8Array): string => bufferOf(bytes).toString('latin1');
