// The page of documentation of a format, made from its tables: every field, where it goes, what is lost and why, transforms and code lists.
import type { CompiledFormat, ElementNode } from './compile.ts';
import type { FieldTable } from './field-table.ts';
import { printedRows } from './print-table.ts';
import { LOCALIZED } from './transform.ts';

/** What the page says of a format; the adapter knows all of it. */
export interface DescribedFormat {
  readonly compiled: CompiledFormat;
  readonly syntax: 'xml' | 'json';
  readonly capabilities: { readonly read: readonly string[]; readonly write: readonly string[] };
  /** Whether packages can be made of records of other formats. */
  readonly packs: boolean;
}

const text = (value: string): string => value.trim().replace(/\s*\n\s*/g, ' ').replace(/[|*]/g, '\\$&').replaceAll('<', '&lt;');
const code = (value: string): string => (value === '' ? '' : value.includes('`') ? `\`\` ${value.replaceAll('|', '\\|')} \`\`` : `\`${value.replaceAll('|', '\\|')}\``);
const link = (kind: string, name: string): string => `[${text(name)}](#${kind}-${name})`;
const anchor = (kind: string, name: string): string => `<a id="${kind}-${name}"></a>`;
const grid = (headings: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.map((c) => c || ' ').join(' | ')} |`);
const byName = <T>(pairs: Iterable<readonly [string, T]>): (readonly [string, T])[] => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));

/** The page as Markdown, ending in a line break. The same tables give the same text, always. */
export function formatPage(format: DescribedFormat): string {
  const { tables } = format.compiled;
  const sections = [
    introduction(format), documents(format), lost([...tables.tables.values()]),
    ['## Fields', '', ...fieldsAbout], ...[...tables.tables.values()].map((table) => fields(table)), transforms(format.compiled), codes(format.compiled),
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function introduction({ compiled, syntax, capabilities, packs }: DescribedFormat): string[] {
  const { definition, tables } = compiled.tables;
  const rows = [...tables.values()].flatMap((t) => t.fields);
  const namespaces = Object.entries(definition.namespaces);
  return [
    `# ${text(definition.title)}: every field`, '',
    'This page is printed from the tables of this folder by `npm run mapping:docs`; change the tables, not the page.', '',
    ...grid(['', ''], [
      ['name', code(definition.format)],
      ['standard', text(definition.source)],
      ['written in', syntax === 'xml' ? 'XML' : 'JSON'],
      ['reads', capabilities.read.join(', ')],
      ['writes', capabilities.write.length === 0 ? 'nothing' : capabilities.write.join(', ')],
      ['packages of other formats', packs ? `\`tanlu convert --to ${definition.format}\`` : 'cannot be made into this one'],
      ['tables', `${tables.size}, with ${rows.length} fields, of which ${rows.filter((r) => r.lost !== undefined).length} have no place in the model of the hub`],
    ]),
    ...(namespaces.length === 0 ? [] : ['', 'Namespaces, and the prefixes that stand for them on this page whatever a document calls them:', '', ...grid(['prefix', 'namespace'], namespaces.map(([uri, prefix]) => [prefix === '' ? 'none' : code(prefix), code(uri)]))]),
  ];
}

function documents({ compiled }: DescribedFormat): string[] {
  const { definition, tables } = compiled.tables;
  return ['## Documents', '', ...grid([Object.keys(definition.namespaces).length === 0 ? 'kind' : 'root element', 'table', 'what it is'], Object.entries(definition.roots).map(([root, name]) => {
    const table = tables.get(name)!;
    return [code(root), link('table', name), `${text(table.title)}${table.noun === undefined ? '' : `; fills the noun ${code(table.noun)}`}`];
  }))];
}

function lost(tables: readonly FieldTable[]): string[] {
  const rows = tables.flatMap((table) => table.fields.filter((row) => row.lost !== undefined).map((row) => [link('table', table.table), code(row.path), text(row.lost!)]));
  return [
    '## What is lost, and why', '',
    'The model of the hub has no place for these fields, nor for any that stands in no table. Their values are kept beside the record: writing the same format puts them back; in any other format they are lost, and the report of the conversion counts each of them.',
    'What depends on the values of a record, such as a number that cannot be read, is told by an issue of that record.',
    ...(rows.length === 0 ? ['', 'No field of the tables is lost.'] : ['', ...grid(['table', 'path', 'why'], rows)]),
  ];
}

const fieldsAbout = [
  'Paths start at the element of the table; `.` is its own text, `@` an attribute. Occurs: how often the field may stand there, and 1 where a writer must fill it. Fields of the hub that begin with `raw.` are material from which the',
  'transform named under the heading of the table makes the record.',
];

function fields(table: FieldTable): string[] {
  const fills = table.noun !== undefined ? `fills the noun ${code(table.noun)}` : table.model === 'raw' ? (table.then === undefined ? 'holds what its nested tables read' : `made by ${link('then', table.then)}`) : `fills ${code(table.model!)}`;
  const finished = table.then === undefined || table.model === 'raw' ? [] : [`finished by ${link('then', table.then)}`];
  const rows = printedRows(table).map((row, i) => {
    const { lost: why, each, table: nested, emit } = table.fields[i]!;
    const how = why !== undefined ? '–' : nested !== undefined || each !== undefined ? `${each === undefined ? 'table' : 'each by table'} ${link('table', (nested ?? each)!)}${emit ? ', a dataset of its own' : ''}` : readAs(row.as);
    return [code(row.path), row.occurs, why !== undefined || row.model === '' ? row.model : code(row.model), how, text(row.remark)];
  });
  return [
    `${anchor('table', table.table)}`, `### ${text(table.title)} (${table.table})`, '', [...(table.source === undefined ? [] : [text(table.source)]), fills, ...finished].join(' · '),
    ...(table.about === undefined ? [] : ['', text(table.about)]), '', ...grid(['path in the format', 'occurs', 'field of the hub', 'read as', 'remark'], rows),
  ];
}

/** "code directions" is the list of that name; other parameters belong to the transform. */
function readAs(as: string): string {
  const [name, parameter] = as.split(' ', 2) as [string, string | undefined];
  return `${link('as', name)}${parameter === undefined ? '' : name === 'code' || name === 'stated' ? ` ${link('codes', parameter)}` : ` ${code(parameter)}`}`;
}

/** Every transform that a table uses, with what it says of itself. */
function transforms({ byName: tables }: CompiledFormat): string[] {
  const ofText = new Map<string, string>();
  const ofRecord = new Map<string, string>();
  const visit = (node: ElementNode): void => {
    for (const leaf of [...node.attributes.values(), ...(node.text === undefined ? [] : [node.text])]) {
      if (leaf.localized) ofText.set(LOCALIZED, 'Text by language; the language stands with the text, or is the one that the format assumes.');
      else if (leaf.transform !== undefined) ofText.set(leaf.transform.name, leaf.transform.about);
    }
    for (const child of node.children.values()) visit(child);
  };
  for (const { root, then } of tables.values()) {
    visit(root);
    if (then !== undefined) ofRecord.set(then.name, then.about);
  }
  const rows = (kind: string, found: Map<string, string>) => byName(found).map(([name, about]) => [`${anchor(kind, name)}${code(name)}`, text(about)]);
  return [
    '## Transforms', '', 'Pairs that read and write: a text becomes a value,', '', ...grid(['read as', 'what it does'], rows('as', ofText)),
    '', 'and the fields of a table become a record.', '', ...grid(['made or finished by', 'what it does'], rows('then', ofRecord)),
  ];
}

function codes({ tables }: CompiledFormat): string[] {
  if (tables.codes.size === 0) return [];
  const lists = [...tables.codes].flatMap(([name, pairs]) => {
    const equal = [...pairs].every(([term, value]) => term === value);
    return ['', `${anchor('codes', name)}`, `### ${name}`, '', ...(equal ? grid(['term, kept as it is'], [...pairs.keys()].map((term) => [code(term)])) : grid(['term of the format', 'value of the hub'], [...pairs].map(([term, value]) => [code(term), code(value)])))];
  });
  return ['## Code lists', '', 'Where several terms stand for one value, the first is written.', ...lists];
}
