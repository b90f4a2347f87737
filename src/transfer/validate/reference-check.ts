// References of a package: each is followed once all files are read, and told once per target with its number of uses (ilcd.md §1.5 and §4.3, cases 1, 4, 5, 56; ecospold.md E14–E16).
import { posix } from 'node:path';
import type { ReadDataset } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { IssueCode } from '../../model/issue-codes.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { Process } from '../../model/process.ts';
import type { Source } from '../../model/source.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';
import { compareVersions } from '../../model/version.ts';
import { referencesOf } from '../import/references.ts';
import type { Identities } from './identities.ts';

interface Use { count: number; file: string; dataset: string; path: string; name: string }

/** References without which amounts have no meaning; a model is nothing without its processes. */
const needed: ReadonlySet<string> = new Set(['flow', 'flowProperty', 'unitGroup']);

/** Lists are gone through below, each once; a preceding version is replaced, and need not be there. */
const notFollowed: ReadonlySet<string> = new Set(['referenceProperty', 'flowProperties.flowProperty', 'impactResults.category', 'administration.precedingVersions']);

const label = (name: LocalizedText | undefined): string => (name === undefined ? undefined : (name['en'] ?? Object.values(name)[0])) ?? '–';
/** Addresses of the web, and paths of somebody's own computer, which reading complains of. */
const elsewhere = /^[a-z][a-z0-9+.-]*:|^[\\/]/i;

export class References {
  /** By target, wanted version and code for its absence. */
  readonly #uses = new Map<string, Use>();
  readonly #links = new Map<string, Use>();
  readonly #files = new Map<string, Use>();

  /** Notes every reference of a dataset. */
  collect({ noun, record }: ReadDataset, file: string): void {
    const where = { file, dataset: `${noun} ${record.id}` };
    for (const { role, target } of referencesOf(noun, record)) {
      if (!notFollowed.has(role)) this.#note(target, needed.has(target.type) || role === 'processes.process' ? 'reference-outside' : 'documentation-outside', where, role);
    }
    if (noun === 'flow') for (const { flowProperty } of (record as Flow).flowProperties ?? []) this.#note(flowProperty, 'reference-outside', where, 'flowProperties');
    if (noun === 'process') {
      this.#collectExchanges(record as Process, where);
      // Indicators of EcoSpold 2 stand in no dataset of their own; they name a method, which those of ILCD do not.
      for (const { category, methodId } of (record as Process).impactResults ?? []) if (methodId === undefined) this.#note(category, 'documentation-outside', where, 'impactResults');
    }
    if (noun === 'impactCategory') for (const { flow } of (record as ImpactCategory).factors ?? []) this.#note(flow, 'factor-flow-outside', where, 'factors');
    if (noun === 'source') for (const { uri } of (record as Source).files ?? []) this.#noteFile(uri, where);
  }

  /** Notes a reference that no record stands for. */
  note(type: string, id: string, name: string, where: { file: string; dataset: string }, path: string): void {
    this.#count(this.#uses, `${needed.has(type) ? 'reference-outside' : 'documentation-outside'}\t${type}\t${id}\t`, { ...where, path, name });
  }

  #collectExchanges({ exchanges = [] }: Process, where: { file: string; dataset: string }): void {
    for (const { flow, provider, activityLinkId } of exchanges) {
      this.#note(flow, 'reference-outside', where, 'exchanges');
      if (activityLinkId !== undefined) this.#count(this.#links, `${activityLinkId}\t${flow.id ?? ''}`, { ...where, path: '', name: '–' });
      else if (provider !== undefined) this.#note(provider, 'supplier-outside', where, 'exchanges');
    }
  }

  #note({ type, id, version, name }: Reference, code: IssueCode, where: { file: string; dataset: string }, path: string): void {
    if (id !== undefined) this.#count(this.#uses, `${code}\t${type}\t${id}\t${version ?? ''}`, { ...where, path, name: label(name) });
  }

  #noteFile(uri: string, where: { file: string; dataset: string }): void {
    const path = uri.trim().split('#')[0]!;
    if (path !== '' && !elsewhere.test(path)) this.#count(this.#files, posix.normalize(posix.join(posix.dirname(where.file), decoded(path))), { ...where, path: uri, name: '–' });
  }

  #count(map: Map<string, Use>, key: string, use: Omit<Use, 'count'>): void {
    const before = map.get(key);
    // Texts are copied: a slice would keep the text of its whole file alive.
    if (before === undefined) map.set(Buffer.from(key).toString(), { count: 1, file: use.file, dataset: Buffer.from(use.dataset).toString(), path: use.path, name: Buffer.from(use.name).toString() });
    else before.count += 1;
  }

  /** What does not resolve, with how often it is used. `files` are the names of all files of the package. */
  *resolve(identities: Identities, files: ReadonlySet<string>): Iterable<{ issue: Issue; count: number }> {
    for (const [key, use] of this.#uses) {
      const [code, type, id, wanted] = key.split('\t') as [IssueCode, string, string, string];
      const where = { file: use.file, dataset: use.dataset, ...(use.path === '' ? {} : { path: use.path }) };
      const found = identities.get(type, id);
      if (found === undefined) yield { issue: makeIssue(code, where, { type, id, name: use.name }), count: use.count };
      else if (wanted !== '' && found.versions.size > 0 && ![...found.versions.keys()].some((v) => compareVersions(v, wanted) === 0)) {
        yield { issue: makeIssue('reference-version-outside', where, { type, id, wanted, found: identities.latestVersion(found)! }), count: use.count };
      }
    }
    for (const [key, use] of this.#links) {
      const [activity, product] = key.split('\t') as [string, string];
      const made = identities.productsOf(activity);
      const where = { file: use.file, dataset: use.dataset };
      if (made === undefined) yield { issue: makeIssue('supplier-outside', where, { id: activity }), count: use.count };
      else if (!made.has(product)) yield { issue: makeIssue('link-wrong-product', where, { id: activity, flow: product }), count: use.count };
    }
    for (const [path, use] of this.#files) {
      if (!files.has(path)) yield { issue: makeIssue('digital-file-outside', { file: use.file, dataset: use.dataset }, { uri: use.path }), count: use.count };
    }
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a "%" that stands for itself
  }
}
