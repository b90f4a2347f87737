// Footprints as partners get them by PACT: lists page by page in the order of their keys, and one by its identifier; as far as the policy of the hub lets the reader see them.
import { everything, fieldsOpen, rowSeen } from '../../database/read/access.ts';
import { Parameters } from '../../database/read/parameters.ts';
import type { Reader } from '../../database/read/plan.ts';
import type { ReadDatabase } from '../../database/read/read-database.ts';
import { pactFootprintAccess as policy } from '../../database/tables/pact.ts';
import { fieldGroup, type FieldGroup } from '../../model/field-group.ts';
import { conditionSql, type PactCondition } from './pact-condition.ts';

/** Versions whose documents are kept. */
export type KeptVersion = '2.3' | '3.0';

/** What of a document is not for everybody. */
export interface Restriction {
  footprintId: string;
  /** Groups of fields that the footprint closes to some. */
  groups: FieldGroup[];
  /** Those of them that are closed to the reader. */
  closed: FieldGroup[];
  /** By group, what of the document belongs to it: dotted paths. */
  paths: Partial<Record<FieldGroup, string[]>>;
}

export interface PactDocument {
  key: number;
  /** The product footprint as JSON text, whole: what `restriction` closes still stands in it. */
  text: string;
  restriction: Restriction | undefined;
}

export interface PactPage {
  documents: PactDocument[];
  /** Key that the next page comes after; undefined where there is none. */
  next: number | undefined;
}

interface StoredRestriction { footprintId: string; restricted: string[]; closed: FieldGroup[]; paths: Restriction['paths'] | null }

/** What is restricted of a row, as JSON. */
function restrictionSql(alias: string, reader: Reader): string {
  const closed = fieldGroup.options.flatMap((group) => {
    const open = fieldsOpen(policy, alias, group, reader);
    return open === undefined ? [] : [`case when ${open} then null else '${group}' end`];
  });
  const list = closed.length === 0 ? `'[]'::json` : `to_json(array_remove(array[${closed.join(', ')}], null))`;
  return `json_build_object('footprintId', ${alias}.footprint_id, 'restricted', ${alias}.restricted, 'closed', ${list}, 'paths', ${alias}.closed_paths)::text`;
}

function restrictionOf(text: string): Restriction {
  const { footprintId, restricted, closed, paths } = JSON.parse(text) as StoredRestriction;
  const groups = [...new Set(restricted.map((each) => each.split(':')[0] as FieldGroup))];
  return { footprintId, groups, closed: closed.filter((group) => groups.includes(group)), paths: paths ?? {} };
}

export class PactFootprintService {
  constructor(private readonly db: ReadDatabase) {}

  /** At most `limit` documents whose keys come after `after`. Throws INPUT_INVALID, DATABASE_UNREACHABLE. */
  async list(reader: Reader, version: KeptVersion, conditions: readonly PactCondition[], { after, limit }: { after: number; limit: number }): Promise<PactPage> {
    const parameters = new Parameters();
    const seen = rowSeen(policy, 'p', reader);
    const where = [
      `p.version = '${version}'`, 'p.document is not null', `p.key > ${parameters.add(after, 'bigint')}`, ...(seen === undefined ? [] : [seen]),
      ...conditions.map((condition) => conditionSql(condition, 'p', parameters)),
    ];
    const text = `select p.key, p.document, p.restricted is not null from pact_footprint p where ${where.join(' and ')} order by p.key limit ${parameters.add(limit + 1, 'integer')}`;
    const rows = await this.db.as(reader).rows({ text, values: parameters.values });
    const shown = rows.slice(0, limit);
    return { documents: await this.#documents(reader, shown), next: rows.length > limit ? Number(shown.at(-1)![0]) : undefined };
  }

  /** The document of one footprint; `closed` where the reader may not see it, undefined where there is none in this version. */
  async find(reader: Reader, version: KeptVersion, pactId: string): Promise<PactDocument | 'closed' | undefined> {
    const seen = rowSeen(policy, 'p', reader);
    const named = `p.version = '${version}' and p.pact_id = $1::uuid and p.document is not null`;
    const [row] = await this.db.as(reader).rows({ text: `select p.key, p.document, p.restricted is not null from pact_footprint p where ${named}${seen === undefined ? '' : ` and ${seen}`}`, values: [pactId] });
    if (row !== undefined) return (await this.#documents(reader, [row]))[0];
    const found = await this.db.as(everything).rows({ text: `select 1 from pact_footprint p where ${named}`, values: [pactId] });
    return found.length > 0 ? 'closed' : undefined;
  }

  /** Rows with what is restricted of them: asked for by a statement of its own, since few rows are, and planning for all groups of fields takes longer than reading a page. */
  async #documents(reader: Reader, rows: readonly unknown[][]): Promise<PactDocument[]> {
    const keys = rows.filter(([, , isRestricted]) => isRestricted === true).map(([key]) => Number(key));
    const found = keys.length === 0 ? [] : await this.db.as(reader).rows({ text: `select p.key, ${restrictionSql('p', reader)} from pact_footprint p where p.key = any($1::bigint[])`, values: [keys] });
    const restrictions = new Map(found.map(([key, restriction]) => [Number(key), restrictionOf(restriction as string)]));
    return rows.flatMap(([stated, text, isRestricted]) => {
      const key = Number(stated);
      const restriction = restrictions.get(key);
      // A row that was closed in between is left out.
      return isRestricted === true && restriction === undefined ? [] : [{ key, text: text as string, restriction }];
    });
  }
}
