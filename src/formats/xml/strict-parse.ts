// One run of saxes over a text: the judge of what is well-formed.
import { SaxesParser } from 'saxes';
import type { CanonicalEvents } from './canonical-events.ts';
import { NotWellFormed } from './failure.ts';

// Pieces let a text without end be noticed early. As a piece of a string is slower to read than a string, nearly all files are one piece.
const largestPiece = 33_554_432;
const smallestPiece = 65_536;

/** What is not well-formed: a message, the number of characters read by then, and the element last open. */
export interface Failure {
  message: string;
  position: number;
  openName: string;
}

/** Sends a document on; undefined when all went well. Events before the failure have been sent. */
export function parseStrictly(text: string, events: CanonicalEvents): Failure | undefined {
  const parser = new SaxesParser({ xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  const { maxAttributeLength } = events.limits;
  let attributes: string[] = [];
  let qualified = false;
  parser.on('error', (error) => {
    throw new NotWellFormed(error.message);
  });
  parser.on('text', (value) => events.text(value));
  parser.on('cdata', (value) => events.text(value));
  parser.on('attribute', ({ name, value }) => {
    if (value.length > maxAttributeLength) throw events.tooLong(maxAttributeLength);
    attributes.push(name, value);
    if (!qualified) qualified = isQualified(name);
  });
  parser.on('opentag', ({ name }) => {
    const [stated, known] = [attributes, qualified];
    attributes = [];
    qualified = false;
    events.open(name, stated, known);
  });
  parser.on('closetag', () => events.close());

  try {
    feed(parser, text, events);
    return undefined;
  } catch (error) {
    // Half a character at the very end of a text is none; saxes breaks at it.
    const isCut = error instanceof RangeError && /[\ud800-\udbff]$/.test(text);
    if (!(error instanceof NotWellFormed) && !isCut) throw error;
    const message = isCut ? 'disallowed character.' : error.message;
    // A closing tag that does not fit has left the list already, but its name stands there still.
    const open = events.nameAt(message === 'unexpected close tag.' ? events.depth : events.depth - 1);
    return { message, position: parser.position, openName: open.replace(/^\{.*\}/, '') };
  }
}

/** Whether the name of an attribute needs the scope of prefixes to be understood. */
export function isQualified(name: string): boolean {
  return name === 'xmlns' || (name.includes(':') && !name.startsWith('xml:'));
}

function feed(parser: SaxesParser, text: string, events: CanonicalEvents): void {
  const { maxTextLength } = events.limits;
  const length = Math.max(smallestPiece, Math.min(largestPiece, maxTextLength));
  let countBefore = -1;
  let silence = 0;
  for (let at = 0; at < text.length; at += length) {
    parser.write(text.length <= length ? text : text.slice(at, at + length));
    silence = events.count === countBefore ? silence + length : 0;
    countBefore = events.count;
    if (silence > maxTextLength) throw events.tooLong(maxTextLength);
  }
  parser.close();
}
