// What is wrong with a broken XML document, in plain words and at the place where a person should look (E39).
import { TanluError } from '../../errors.ts';

/** Thrown inside the parser; `reason` is a message of saxes, or plain words already. */
export class NotWellFormed extends Error {}

/** 1-based line and column (in UTF-16 units) of an offset. Lines end with LF, CR LF or CR. */
export function locate(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (const end of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line++;
    start = end.index + end[0].length;
  }
  return { line, column: offset - start + 1 };
}

export interface Diagnosis {
  reason: string;
  /** Where a person should look. */
  offset: number;
}

/** `position` is the number of characters read when `message` came up; `open` the name of the element last open. */
export function diagnose(message: string, text: string, position: number, open: string): Diagnosis {
  const last = Math.max(0, Math.min(position, text.length) - 1);
  const markup = Math.max(0, text.lastIndexOf('<', last));
  const ampersand = Math.max(0, text.lastIndexOf('&', last));
  const name = /^<\/?([^\s>]*)/.exec(text.slice(markup, markup + 100))?.[1] ?? '';
  switch (message) {
    case 'unexpected close tag.':
      return { reason: `the closing tag </${name}> does not belong to the open element <${open}>`, offset: markup };
    case 'undefined entity.':
      return { reason: `the entity ${text.slice(ampersand, last + 1)} is not defined; only &amp; &lt; &gt; &quot; &apos; and numbers are`, offset: ampersand };
    case 'empty entity name.':
    case 'disallowed character in entity name.':
      return { reason: 'an "&" stands for itself; it must be written &amp;', offset: ampersand };
    case 'malformed character entity.':
      return { reason: `${text.slice(ampersand, last + 1)} is not a character`, offset: ampersand };
    case 'disallowed character in tag name':
      return { reason: 'a "<" stands for itself; it must be written &lt;', offset: markup };
    case 'disallowed character in tag name.':
      return { reason: `<${name}> is not a tag; a "<" that stands for itself must be written &lt;`, offset: markup };
    case 'disallowed character.':
      return { reason: 'a "<" stands inside an attribute; it must be written &lt;', offset: last };
  }
  if (message === 'unexpected end.' || message.startsWith('unclosed tag')) return diagnoseEnd(text, open);
  if (message.startsWith('duplicate attribute: ')) return { reason: `the attribute ${message.slice(21, -1)} stands twice in one tag`, offset: markup };
  if (message.startsWith('unmatched closing tag')) return { reason: `the closing tag </${name}> closes nothing`, offset: markup };
  if (/^the (prefix|attribute) /.test(message)) return { reason: message, offset: markup };
  return { reason: plainWords[message] ?? message.replace(/\.$/, ''), offset: last };
}

function diagnoseEnd(text: string, open: string): Diagnosis {
  const ampersand = text.indexOf('&', text.lastIndexOf(';') + 1);
  // An entity name cannot be long: what follows is text, not a file that was cut off inside an entity.
  if (ampersand >= 0 && text.length - ampersand > 12) return { reason: 'an "&" stands for itself; it must be written &amp;', offset: ampersand };
  const inside = open === '' ? 'in the middle of a tag' : `inside <${open}>`;
  return { reason: `the file ends ${inside}: it was cut off or a closing tag is missing`, offset: text.length };
}

const plainWords: Record<string, string> = {
  'document must contain a root element.': 'there is no root element; the file is empty or not XML',
  'documents may contain only one root.': 'a second root element begins; a document has one',
  'text data outside of root node.': 'text stands outside the root element',
  'attribute without value.': 'an attribute has no value',
  'disallowed character in attribute name.': 'a tag contains what is neither an attribute name nor ="value"',
  'unquoted attribute value.': 'the value of an attribute is not in quotes',
  'no whitespace between attributes.': 'a blank is missing between two attributes',
  'malformed comment.': 'a comment contains "--"',
  'the string "]]>" is disallowed in char data.': 'the text contains "]]>"; it must be written ]]&gt;',
  'an XML declaration must be at the start of the document.': 'something stands before <?xml; it must be the very first',
  'incorrect syntax.': 'a "<!" begins neither a comment nor a CDATA section',
};

/** The error for people; the issue of the same code takes its params. */
export function notWellFormed(file: string, text: string, found: Diagnosis): TanluError {
  const { line, column } = locate(text, found.offset);
  const params = { file, line, column, reason: found.reason };
  return new TanluError('xml-not-well-formed', `${file} is broken at line ${line}, column ${column}: ${found.reason}. Correct the file or export it again; nothing of it was read.`, { params });
}
