// One footprint of the hub in the words of each version of PACT: a value that is right, or none and the reason (PACT 2.0–2.3, 3.0; ADR-36 for amounts).
import { RecordWriter } from '../../mapping/writer.ts';
import { transformOf, type FieldRow } from '../../mapping/field-table.ts';
import type { CompiledFormat, CompiledTable, ElementNode } from '../../mapping/compile.ts';
import { once } from '../../mapping/tables/table.ts';
import type { Issue } from '../../model/issue.ts';
import type { Extensions } from '../../model/value.ts';
import { parseJson } from '../json/parse.ts';
import { JsonObject, jsonText, type JsonValue } from '../json/value.ts';
import { keyOfKept } from '../json/walk.ts';
import { writeJson } from '../json/write.ts';
import { pact } from './adapter.ts';
import { plainDecimal, plainOf } from './decimal.ts';
import { removeNewer } from './older.ts';
import { oldStandards } from './per-unit.ts';
import { readyIdentity, readyMethod, readyParties, readyResult, readyTotals, readyUnit, readyValidity, Preparation, type FootprintSet } from './ready.ts';
import { readyFor2 } from './ready-2.ts';
import { readyFor3 } from './ready-3.ts';
import { isWithinRange, ruleOf } from './scalar.ts';
import { majorOf, specVersions, type Major, type PactVersion } from './versions.ts';

export interface Projection {
  /** The product footprint as JSON; absent where the footprint cannot be stated in this version. */
  value?: Record<string, unknown>;
  /** The same as text: keys in the order of the specification, numbers with all their digits. */
  text?: string;
  /** Why there is no value (severity error), and what of the record the version has no place for. */
  issues: Issue[];
}

const roots: Readonly<Record<Major, string>> = { 2: 'ProductFootprint2', 3: 'ProductFootprint' };

interface Target { table: CompiledTable; writer: RecordWriter; paths: ReadonlyMap<string, FieldRow> }

/** Field of the hub that a row fills, as a path in the record. */
const pathOf = (row: FieldRow): string | undefined => row.model?.replace(/^raw\.perUnit\.massPerUnit$/, 'massPerUnit').replace(/^raw\.perUnit\./, 'result.');

const targets = once((): Readonly<Record<Major, Target>> => {
  const compiled: CompiledFormat = pact.compiled;
  const targetOf = (major: Major): Target => {
    const table = compiled.roots.get(roots[major])!;
    return {
      table, writer: new RecordWriter({ ...compiled, roots: new Map([[roots[major], table]]) }),
      paths: new Map(table.table.fields.flatMap((row) => { const path = pathOf(row); return path === undefined ? [] : [[path, row] as const]; })),
    };
  };
  return { 2: targetOf(2), 3: targetOf(3) };
});

/** What the version has no say in: how the hub keeps, shows and passes on its records. */
const internal: ReadonlySet<string> = new Set([
  'id', 'version', 'name', 'product', 'owner', 'extensions', 'visibility', 'restrictions', 'rights', 'illustrative', 'validityDerived', 'sourceId', 'uri', 'referencePeriod', 'validity', 'geography', 'declaredUnit',
  'declaredAmount', 'scope.boundary', 'method.crossSectoralStandards', 'method.ipccReports', 'assurance.verifier', 'assurance.completedAt', 'assurance.standardName', 'assurance.comments', 'assurance.coverage',
]);
const sections: ReadonlySet<string> = new Set(['scope', 'result', 'method', 'quality', 'assurance']);
const ofAssurance2: ReadonlySet<string> = new Set(['assurance.level', 'assurance.boundary']);

/** Fields of the record that the version has no place for. */
function tellDropped(p: Preparation, { paths }: Target): void {
  const stated = Object.entries(p.set.footprint).flatMap(([key, value]) =>
    (sections.has(key) ? Object.keys(value as object).map((inner) => `${key}.${inner}`) : [key]));
  for (const path of stated) {
    if (internal.has(path) || p.used.has(path) || paths.has(path) || (p.major === 2 && ofAssurance2.has(path))) continue;
    p.dropped(path);
  }
}

const valueAt = (record: object, path: string): unknown => path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], record);

function setAt(record: object, path: string, value: string): void {
  const keys = path.split('.');
  const holder = keys.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, record as Record<string, unknown>);
  holder[keys.at(-1)!] = value;
}

const decimalOf = (row: FieldRow): string | undefined => {
  const { name, parameter } = transformOf(row.as);
  return name === 'figure' || name === 'number' ? parameter ?? 'any' : undefined;
};

/** Decimals in plain notation, before anything is computed with them. */
function makePlain(p: Preparation, { paths }: Target): void {
  for (const [path, row] of [...paths, ...targets()[p.major === 2 ? 3 : 2].paths]) {
    const value = decimalOf(row) === undefined ? undefined : valueAt(p.footprint, path);
    if (typeof value === 'string' && plainDecimal(value) !== value) setAt(p.footprint, path, plainOf(value));
  }
}

/** Figures with a sign that the version does not allow. */
function checkSigns(p: Preparation, { paths }: Target): void {
  for (const [path, row] of paths) {
    const range = decimalOf(row);
    const value = range === undefined ? undefined : valueAt(p.footprint, path);
    if (typeof value === 'string' && !isWithinRange(value, range!)) p.issue('pact-sign-unwritable', { field: path, value, rule: ruleOf(range!) }, path);
  }
}

/** Leaves beside the record that the tables know are values that could not be used; others are properties of their own, which go back into the version they came from. Data model extensions go into every version. */
function besideOf(p: Preparation, { table }: Target): [string, string][] {
  const all = p.set.footprint.extensions?.['pact'] ?? [];
  const cameFrom = p.isFrom2 ? 2 : 3;
  return all.flatMap(([path, text]): [string, string][] => {
    if (path === '..' || path === 'specVersion' || text === '') return [];
    if (isKnown(table.root, path) || (path.startsWith('pcf/dqi/') && p.footprint.quality.technology === undefined)) {
      p.dropped(path);
      return [];
    }
    if (path === 'extensions') {
      const kept = extensionsIn(text, p);
      return kept === undefined ? [] : [[path, kept]];
    }
    if (cameFrom !== p.major) p.dropped(path);
    return cameFrom === p.major ? [[path, text]] : [];
  });
}

/** Whether a path leads to what the table knows, or past a value of it. */
function isKnown(root: ElementNode, path: string): boolean {
  let node = root;
  for (const step of path.split('/')) {
    const next = node.children.get(keyOfKept(step.replace(/\[[^\]]*\]$/, '')));
    if (next === undefined) return node.text !== undefined || node.nested !== undefined;
    node = next;
  }
  return true;
}

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string';
const isAddress = (value: JsonValue | undefined): boolean => typeof value === 'string' && URL.canParse(value);

/** Data model extensions that are such; the others are told. */
function extensionsIn(text: string, p: Preparation): string | undefined {
  const stated = parseJson(text, { file: 'extensions' }).value;
  const all = Array.isArray(stated) ? stated : [stated];
  const good = all.filter((each) => {
    if (!(each instanceof JsonObject)) return false;
    const { members } = each;
    return isText(members.get('specVersion')) && isAddress(members.get('dataSchema')) && members.get('data') instanceof JsonObject && (!members.has('documentation') || isAddress(members.get('documentation')));
  });
  if (good.length < all.length) p.dropped('extensions');
  return good.length === 0 ? undefined : jsonText(good);
}

/** Removes what partners with an older version do not know. */
function withoutNewer(document: JsonObject, p: Preparation): void {
  if (p.major === 3 || p.version === '2.3') return;
  removeNewer(document);
  if ((p.product.classifications ?? []).length > 1) p.dropped('product.classifications');
  if (p.footprint.massPerUnit !== undefined) p.dropped('massPerUnit');
  for (const name of p.footprint.method.crossSectoralStandards ?? []) if (!oldStandards.includes(name)) p.dropped(`method.crossSectoralStandards (${name})`);
}

/**
 * A footprint in a version of PACT. `issuer` is the fully qualified domain name under which this hub gives identifiers to what has none that is a URN.
 * Figures of version 3 are for the declared amount, those of version 2 for one unit: exact quotients, or 34 significant digits and an issue.
 */
export function projectFootprint(version: PactVersion, set: FootprintSet, options: { issuer?: string } = {}): Projection {
  const major = majorOf(version) as Major;
  const target = targets()[major];
  const p = new Preparation(set, version);
  makePlain(p, target);
  readyIdentity(p);
  readyParties(p, options.issuer);
  readyUnit(p);
  readyTotals(p);
  readyResult(p);
  readyMethod(p);
  readyValidity(p);
  if (major === 3) readyFor3(p);
  else readyFor2(p);
  if (p.footprint.geography === undefined) p.issue('field-defaulted', { field: 'geography', used: 'Global' }, 'geography');
  checkSigns(p, target);
  const beside = besideOf(p, target);
  if (p.issues.some(({ severity }) => severity === 'error')) return { issues: p.issues };
  tellDropped(p, target);
  const { extensions: _kept, ...stated } = p.footprint;
  const record = { ...stated, specVersion: specVersions[version], extensions: { pact: beside } satisfies Extensions };
  const written = target.writer.write('footprint', record, [{ noun: 'product', record: p.product }, { noun: 'organization', record: p.owner }]);
  if (written.root === undefined) return { issues: [...p.issues, ...written.issues] };
  const { text: whole, issues } = writeJson(written.root);
  const document = parseJson(whole, { file: 'projection' }).value as JsonObject;
  withoutNewer(document, p);
  const text = jsonText(document);
  return { value: JSON.parse(text) as Record<string, unknown>, text, issues: [...p.issues, ...written.issues, ...issues] };
}
