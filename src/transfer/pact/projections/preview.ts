// A footprint in the words of any version of PACT, before partners see it: whole for its owner and the operator, with all that cannot be stated; for others what they would get.
import type { ClientBase } from 'pg';
import { projectFootprint, type PactVersion } from '../../../formats/pact/pact.ts';
import { recordAccess } from '../../../hub/access-event/record-access.ts';
import { readerOf } from '../../../hub/access/policy.ts';
import type { Principal } from '../../../hub/access/principal.ts';
import type { PactFootprintService } from '../../../hub/pact-footprint/pact-footprint.service.ts';
import type { FieldGroup } from '../../../model/field-group.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { uuidPattern } from '../../../model/scalar.ts';
import type { PactContext } from '../context.ts';
import { shownDocument } from '../host/shown-document.ts';
import { pactDatasets } from './datasets.ts';
import { storedVersion, Surroundings, versionRows, type VersionRow } from './refresh.ts';

export interface PactPreview {
  version: PactVersion;
  /** The product footprint as JSON; absent where the version cannot state it. */
  document: string | undefined;
  /** Why there is none (severity error), and what of the record the version has no place for. Only for those who see the whole record. */
  issues: Issue[];
}

function project(row: VersionRow, versions: readonly VersionRow[], surroundings: Surroundings, version: PactVersion, issuer: string): PactPreview {
  // A draft is no dataset yet: it is previewed as it stands.
  const dataset = pactDatasets(versions.map(storedVersion)).find(({ key }) => key === row.key);
  const footprint = dataset?.footprint ?? row.record;
  const set = surroundings.of(footprint);
  if (set === undefined) {
    const issue = (field: string): Issue => makeIssue('pact-value-unknown', { dataset: `footprint ${row.id}`, path: field }, { version, field });
    return { version, document: undefined, issues: [issue(surroundings.knows(footprint.product) ? 'owner' : 'product')] };
  }
  const { text, issues } = projectFootprint(version, {
    ...set, footprint, ...(dataset === undefined ? {} : { pact: { id: dataset.id, precedingIds: dataset.precedingIds, created: dataset.created, ...(dataset.deprecatedAt === undefined ? {} : { deprecatedAt: dataset.deprecatedAt }) } }),
  }, { issuer });
  return { version, document: text, issues };
}

export class PactPreviews {
  constructor(private readonly context: Pick<PactContext, 'pool' | 'issuer'>, private readonly footprints: Pick<PactFootprintService, 'find'>) {}

  /** The preview of the current version of a footprint; undefined where there is none that the principal may see. */
  async preview(principal: Principal, footprintId: string, version: PactVersion): Promise<PactPreview | undefined> {
    const { pool, issuer } = this.context;
    if (!uuidPattern.test(footprintId)) return undefined;
    const versions = await versionRows(pool as unknown as ClientBase, [footprintId]);
    const current = versions.find((row) => row.recorded_to === null);
    if (current === undefined) return undefined;
    const reader = readerOf(principal);
    const isOwner = current.owner_id !== null && current.owner_id === reader.organization;
    if (!isOwner && reader.all !== true) return this.#asPartner(principal, versions, current, version);
    const preview = project(current, versions, await Surroundings.load(pool as unknown as ClientBase, versions.map((row) => row.record)), version, issuer);
    const groups = [...new Set((current.restricted ?? []).map((each) => each.split(':')[0] as FieldGroup))];
    if (groups.length > 0 && preview.document !== undefined) await recordAccess(pool, principal, `pact preview ${version}`, [{ noun: 'footprint', id: footprintId, groups }]);
    return preview;
  }

  /** What the host would give. */
  async #asPartner(principal: Principal, versions: readonly VersionRow[], current: VersionRow, version: PactVersion): Promise<PactPreview | undefined> {
    const dataset = pactDatasets(versions.map(storedVersion)).find(({ key }) => key === current.key);
    const found = dataset === undefined ? undefined : await this.footprints.find(readerOf(principal), version === '3.0' ? '3.0' : '2.3', dataset.id);
    if (found === undefined || found === 'closed') return undefined;
    const { text, given } = shownDocument(found, version);
    if (given !== undefined) await recordAccess(this.context.pool, principal, `pact preview ${version}`, [{ noun: 'footprint', ...given }]);
    return { version, document: text, issues: [] };
  }
}
