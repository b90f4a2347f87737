// What libxml2 says of a document that breaks its schema → issues in plain words, with line.
import type { ErrorDetail } from 'libxml2-wasm';
import type { IssueCode } from '../../model/issue-codes.ts';
import { issueText, makeIssue, type Issue } from '../../model/issue.ts';

const head = /^Element '(?:\{([^}]*)\})?([^']+)'(?:, attribute '(?:\{[^}]*\})?([^']+)')?: ([\s\S]*)$/;
const longestValue = 80;

const plain = (name: string): string => name.replace(/\{[^}]*\}/g, '').trim();
const short = (value: string): string => (value.length <= longestValue ? value : `${value.slice(0, longestValue)}…`).replace(/\s+/g, ' ');
const listed = (names: string): string => plain(names.replace(/##other\*?(?:\{[^}]*\}\*?)?/g, 'an element of another namespace')).replace(/\s+/g, ' ');

interface Finding { code: IssueCode; params: Record<string, unknown> }

/** The finding of one message; undefined for a remark of libxml2 on itself. */
function findingOf(namespace: string, element: string, attribute: string | undefined, text: string, knows: (namespace: string) => boolean): Finding | undefined {
  const field = attribute === undefined ? element : `${element}/@${attribute}`;
  const facet = /^\[facet '(\w+)'\] The value(?: '([\s\S]*?)')? (?:is|has) /.exec(text);
  if (facet !== null) return { code: 'schema-value', params: { field, value: short(facet[2] ?? '…'), rule: ruleOf(facet[1]!, text) } };
  const typed = /^'([\s\S]*)' is not a valid value of the (?:local )?(atomic|union|list) type(?: '(?:\{[^}]*\})?([^']*)')?/.exec(text);
  if (typed !== null) return { code: 'schema-value', params: { field, value: short(typed[1]!), rule: typed[3] === undefined ? 'which the schema does not allow' : `which is no ${typed[3].replace(/^xsd?:/, '')}` } };
  const unexpected = /^This element is not expected\.(?: Expected is (?:one of )?\( ([\s\S]*) \)\.)?/.exec(text);
  if (unexpected !== null) return { code: 'schema-element-unexpected', params: { element, expected: unexpected[1] === undefined ? 'nothing more' : listed(unexpected[1]) } };
  const missing = /^Missing child element\(s\)\.(?: Expected is (?:one of )?\( ([\s\S]*) \)\.)?/.exec(text);
  if (missing !== null) return { code: 'schema-element-missing', params: { element, expected: listed(missing[1] ?? '–') } };
  const required = /^The attribute '([^']*)' is required but missing/.exec(text);
  if (required !== null) return { code: 'schema-attribute-missing', params: { element, attribute: plain(required[1]!) } };
  const foreign = /^The attribute '([^']*)' is not allowed/.exec(text);
  if (foreign !== null) return { code: 'schema-attribute-unknown', params: { element, attribute: plain(foreign[1]!) } };
  if (text.startsWith('No matching global element declaration available')) {
    return knows(namespace) ? { code: 'schema-element-unexpected', params: { element, expected: `what ${namespace} declares` } } : { code: 'schema-extension', params: { element, namespace } };
  }
  if (text.startsWith('Character content')) return { code: 'schema-content', params: { element } };
  const repeated = /^Duplicate key-sequence \[([\s\S]*?)\] in (?:unique|key) identity-constraint '([^']*)'/.exec(text);
  if (repeated !== null) return { code: 'schema-key', params: { element, reason: `${short(repeated[1]!)} stands twice, but must be unique (${plain(repeated[2]!)})` } };
  const unresolved = /^No match found for key-sequence \[([\s\S]*?)\] of keyref '([^']*)'/.exec(text);
  if (unresolved !== null) return { code: 'schema-key', params: { element, reason: `${short(unresolved[1]!)} refers to nothing (${plain(unresolved[2]!)})` } };
  if (text.startsWith('Warning:')) return undefined;
  return { code: 'schema-other', params: { reason: `${field}: ${text.trim()}` } };
}

function ruleOf(facet: string, text: string): string {
  if (facet === 'enumeration') return `which is not one of ${/set \{([\s\S]*)\}/.exec(text)?.[1] ?? 'the values allowed'}`;
  if (facet === 'pattern') return `which does not match ${/pattern '([\s\S]*)'/.exec(text)?.[1] ?? 'the pattern'}`;
  if (facet === 'maxLength' || facet === 'minLength' || facet === 'length') {
    const [, has, allowed] = /length of '(\d+)'; [^']*'(\d+)'/.exec(text) ?? [];
    return `${has} characters long; ${facet === 'minLength' ? 'at least' : facet === 'length' ? 'exactly' : 'at most'} ${allowed} are allowed`;
  }
  const bound = /'([^']*)'\s*\)?\.?\s*$/.exec(text.trim())?.[1];
  return `which breaks the limit ${facet} ${bound ?? ''}`.trim();
}

const couldBeInherited: ReadonlySet<IssueCode> = new Set<IssueCode>(['schema-attribute-missing', 'schema-element-missing']);

/**
 * Issues for the messages of one document, in order. In a child dataset, what is absent is the parent's to say (ecospold.md §2.1).
 * `knows` tells for which namespaces there is a schema: an element that it does not declare is wrong, one of another namespace only unchecked.
 */
export function schemaIssues(details: readonly ErrorDetail[], file: string, isChild: boolean, knows: (namespace: string) => boolean): Issue[] {
  const issues: Issue[] = [];
  for (const { message, line } of details) {
    const match = head.exec(message.trim());
    if (match === null) {
      issues.push(makeIssue('schema-other', { file }, { line, reason: message.trim() }));
      continue;
    }
    const [, namespace = '', element, attribute, text] = match;
    const field = attribute === undefined ? element! : `${element}/@${attribute}`;
    const found = findingOf(namespace, element!, attribute, text!, knows);
    if (found === undefined) continue;
    const where = { file, path: field };
    if (isChild && couldBeInherited.has(found.code)) issues.push(makeIssue('schema-inherited', where, { line, reason: issueText({ code: found.code, params: found.params }) }));
    else issues.push(makeIssue(found.code, where, { line, ...found.params }));
  }
  return issues;
}
