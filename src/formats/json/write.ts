// Elements → text of a JSON document: types by the transforms of the rows, lists where rows repeat, kept parts as they were (RFC 8259).
import type { ElementNode, Leaf } from '../../mapping/compile.ts';
import type { WrittenElement } from '../../mapping/written.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { defaultLanguage } from '../../mapping/tables/languages.ts';
import { isPlaced, keyOfKept } from './walk.ts';

const numbers: ReadonlySet<string> = new Set(['decimal', 'integer', 'year', 'whole', 'number']);
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The document as text, and the texts that it has no place for because it has one language. */
export function writeJson(root: WrittenElement): { text: string; issues: Issue[] } {
  const document = new DocumentText();
  return { text: `${document.object(root, '\n')}\n`, issues: document.issues };
}

/** A decimal in the spelling of JSON, with the same digits: "+1", ".5", "007" and "2." are no numbers there. */
export function jsonDecimal(text: string): string {
  const found = /^([+-]?)0*(\d*)(?:\.(\d*))?([eE][+-]?\d+)?$/.exec(text);
  if (found === null || (found[2] === '' && !/\d/.test(text.replace(/[eE].*$/, '')))) return text;
  const [, sign, whole, fraction = '', exponent = ''] = found;
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
}

class DocumentText {
  readonly issues: Issue[] = [];

  object(element: WrittenElement, indent: string): string {
    const inner = `${indent}  `;
    const members: string[] = [];
    const { attributes, node } = element;
    for (let at = 0; at < attributes.length; at += 2) {
      const name = attributes[at]!;
      if (name === 'xml:lang') continue;
      const value = attributes[at + 1]!;
      members.push(`${JSON.stringify(`@${name}`)}: ${node?.attributes.has(name) === false ? value : JSON.stringify(value)}`);
    }
    const byName = new Map<string, WrittenElement[]>();
    for (const child of element.children) {
      const alike = byName.get(child.name);
      if (alike === undefined) byName.set(child.name, [child]);
      else alike.push(child);
    }
    for (const [name, children] of byName) members.push(`${JSON.stringify(keyOfKept(name))}: ${this.#member(name, children, node?.children.get(name), inner)}`);
    return members.length === 0 ? '{}' : `{${inner}${members.join(`,${inner}`)}${indent}}`;
  }

  #member(name: string, children: WrittenElement[], node: ElementNode | undefined, indent: string): string {
    const leaf = node?.text;
    const list = leaf?.localized === true ? this.#inOneLanguage(name, children) : children;
    const isList = node?.nested?.row.each !== undefined || leaf?.many === true || list.length > 1;
    const inner = isList ? `${indent}  ` : indent;
    const texts = list.map((child) => this.#value(child, node, inner));
    return isList ? `[${inner}${texts.join(`,${inner}`)}${indent}]` : texts[0]!;
  }

  #value(element: WrittenElement, node: ElementNode | undefined, indent: string): string {
    const { text, children, attributes } = element;
    if (children.length > 0 || attributes.some((name, at) => at % 2 === 0 && name !== 'xml:lang')) return this.object(element, indent);
    // What no row knows was kept as JSON.
    if (node === undefined || !isPlaced(node)) return text;
    return node.nested === undefined ? scalar(text, node.text) : text === '' ? '{}' : JSON.stringify(text);
  }

  /** JSON documents have one language; another one is better than none. */
  #inOneLanguage(name: string, children: WrittenElement[]): WrittenElement[] {
    const languages = [...new Set(children.map(languageOf))];
    const used = languages.includes(defaultLanguage) ? defaultLanguage : languages[0]!;
    const left = languages.filter((language) => language !== used);
    if (left.length > 0) this.issues.push(makeIssue('language-left-out', { path: name }, { used, left: left.join(', ') }));
    return children.filter((child) => languageOf(child) === used);
  }
}

const languageOf = ({ attributes }: WrittenElement): string => {
  for (let at = 0; at < attributes.length; at += 2) if (attributes[at] === 'xml:lang') return attributes[at + 1]!;
  return defaultLanguage;
};

function scalar(text: string, leaf: Leaf | undefined): string {
  const type = leaf?.transform?.name ?? '';
  if (numbers.has(type)) {
    const number = jsonDecimal(text);
    if (jsonNumber.test(number)) return number;
  }
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text;
  return JSON.stringify(text);
}
