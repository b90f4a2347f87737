// The root element of an XML document, from its first 64 KiB and without parsing it: what decides which adapter reads a file (E49).
import { canonicalEncoding, detectEncoding } from './encoding.ts';
import { scanProlog } from './prolog.ts';

const sniffLength = 65_536;
/** Most documents show their root in so many bytes, and decoding all of the others takes longer than reading them. */
const usualLength = 4096;
/** A whole one: what ends before its end may say more. */
const startTag = /<(?:[^"'>]|"[^"]*"|'[^']*')*>/y;

/** Local name and namespace of the root element; undefined when the bytes are not XML. Costs the same for a file of any length. */
export function sniffXmlRoot(bytes: Uint8Array): { localName: string; namespace: string } | undefined {
  const { label, skip, certain } = detectEncoding(bytes);
  if (label === 'utf-32') return undefined;
  const wanted = canonicalEncoding(label) ?? 'utf-8';
  const encoding = !certain && wanted.startsWith('utf-16') ? 'utf-8' : wanted;
  const rootIn = (length: number): { head: string; rootAt: number } => {
    const head = new TextDecoder(encoding).decode(bytes.subarray(skip, skip + length));
    return { head, rootAt: scanProlog(head).rootAt };
  };
  let found = rootIn(usualLength);
  if (found.rootAt < 0 || sticky(startTag, found.head, found.rootAt) === null) found = rootIn(sniffLength);
  return found.rootAt < 0 ? undefined : readRoot(found.head, found.rootAt + 1);
}

function readRoot(head: string, at: number): { localName: string; namespace: string } | undefined {
  const name = sticky(/[^\s/>=<]+/y, head, at)?.[0];
  if (name === undefined) return undefined;
  const colon = name.indexOf(':');
  const declaration = colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`;
  let next = at + name.length;
  for (;;) {
    const attribute = sticky(/\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y, head, next);
    if (attribute === null) return { localName: name.slice(colon + 1), namespace: '' };
    if (attribute[1] === declaration) return { localName: name.slice(colon + 1), namespace: (attribute[2] ?? attribute[3] ?? '').trim().replaceAll('&amp;', '&') };
    next += attribute[0].length;
  }
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
