// What stands before the root element of an XML document: comments, processing instructions and DOCTYPE are stepped over, not interpreted.

export interface Prolog {
  /** Index of the "<" of the root element, -1 when the text does not begin like XML. */
  rootAt: number;
  /** Index of "<!DOCTYPE", -1 when there is none. */
  doctypeAt: number;
}

export function scanProlog(text: string): Prolog {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let doctypeAt = -1;
  for (;;) {
    at = skipBlanks(text, at);
    let end: number;
    if (text.startsWith('<!--', at)) end = after(text, '-->', at + 4);
    else if (text.startsWith('<?', at)) end = after(text, '?>', at + 2);
    else if (/^<!doctype/i.test(text.slice(at, at + 9))) {
      if (doctypeAt < 0) doctypeAt = at;
      end = skipDoctype(text, at + 9);
    } else return { rootAt: startsTag(text, at) ? at : -1, doctypeAt };
    if (end < 0) return { rootAt: -1, doctypeAt };
    at = end;
  }
}

function startsTag(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x3c && /[\p{L}_:]/u.test(text.charAt(at + 1));
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** White space as XML defines it. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

// A ">" ends the declaration only outside quotes, comments and the bracketed internal subset.
function skipDoctype(text: string, from: number): number {
  let inside = false;
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '"' || char === "'") at = after(text, char, at + 1);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (char === '>' && !inside) return at + 1;
    else {
      if (char === '[') inside = true;
      if (char === ']') inside = false;
      at++;
    }
    if (at < 0) return -1;
  }
  return -1;
}
