// Link headers (RFC 8288 §3), in every legal spelling: several headers, commas in targets, quoted and bare parameters, several relations.

export interface Link {
  target: string;
  /** Relation types in lower case. */
  rel: readonly string[];
  /** Another context than the answer itself, where one is given. */
  anchor?: string;
}

const target = /[\s,]*<([^>]*)>/y;
const parameter = /\s*;\s*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;
const separator = /\s*;?\s*(?=,|$)/y; // a closing semicolon is forgiven, as the algorithm of RFC 8288 B.2 does

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The links of a header. Undefined where it is not written as RFC 8288 says. */
export function readLinks(header: string): Link[] | undefined {
  const links: Link[] = [];
  let at = 0;
  while (!/^[\s,]*$/.test(header.slice(at))) {
    const head = match(target, header, at);
    if (head === null) return undefined;
    at = target.lastIndex;
    const parameters = new Map<string, string>();
    for (let found = match(parameter, header, at); found !== null; found = match(parameter, header, at)) {
      at = parameter.lastIndex;
      const name = found[1]!.toLowerCase();
      if (!parameters.has(name)) parameters.set(name, found[2]?.replaceAll(/\\(.)/g, '$1') ?? found[3] ?? ''); // the first one counts, RFC 8288 §3.3
    }
    if (match(separator, header, at) === null) return undefined;
    at = separator.lastIndex;
    const anchor = parameters.get('anchor');
    links.push({ target: head[1]!.trim(), rel: (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean), ...(anchor === undefined ? {} : { anchor }) });
  }
  return links;
}
