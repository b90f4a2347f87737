// Whose a received footprint is and what it is of: products and organizations of the hub by what they are called, else new ones. What is there is never changed (PACT v3 §Identifiers).
import type { ClientBase } from 'pg';
import { indexedIdentifier } from '../../../database/tables/datasets.ts';
import { isCustomCode, readIdentifier, writeIdentifier } from '../../../formats/pact/pact.ts';
import type { Organization } from '../../../model/organization.ts';
import type { Product } from '../../../model/product.ts';
import type { LocalizedText } from '../../../model/value.ts';

type Identifiers = { scheme: string; value: string }[] | undefined;
type List = 'product-identifiers' | 'organization-identifiers';
interface Row { id: string; name: LocalizedText; identifiers: Identifiers | null; producer?: string | null }

/** What a footprint is linked to; `organization` and `product` where they are new to the hub. */
export interface Parties { ownerId: string; productId: string; organization?: Organization; product?: Product }

/** Product and owner as a footprint states them. */
export interface StatedParties { product: Product; owner: Organization }

/** URNs of identifiers in lower case, in the order given. */
const urnsOf = (identifiers: Identifiers | null, list: List, issuer: string): string[] => (identifiers ?? []).flatMap((each) => writeIdentifier(each, list, issuer)?.toLowerCase() ?? []);

const fold = (text: string): string => text.trim().toLowerCase();

/** Keys to find a record by. A code that a company gives counts beside its name, or within the company, only. */
const keysOf = (urns: readonly string[], within: readonly string[]): string[] => urns.flatMap((urn) => (isCustomCode(urn) ? within.map((name) => `${urn} ${name}`) : urn));
const namesOf = (name: LocalizedText): string[] => Object.values(name).map(fold);

const select = (table: 'product' | 'organization', more: string): string =>
  `select id::text, name, record -> 'identifiers' as identifiers${more} from ${table} where recorded_to is null and not placeholder and (id = any($1::uuid[]) or identifier_values(record) && $2::text[]) order by key`;

const companyKeys = ({ identifiers, name }: Pick<Organization, 'identifiers' | 'name'>, issuer: string): string[] => keysOf(urnsOf(identifiers ?? null, 'organization-identifiers', issuer), namesOf(name));
const productKeys = ({ identifiers }: Pick<Product, 'identifiers'>, producer: string | undefined, issuer: string): string[] => keysOf(urnsOf(identifiers ?? null, 'product-identifiers', issuer), producer === undefined ? [] : [producer]);

/** Records of one noun by what they are called. The first one called so stays. */
class Names {
  readonly #noun: 'product' | 'organization';
  readonly #byKey = new Map<string, string>();
  readonly #stored = new Set<string>();
  readonly #aliases = new Map<string, string>();

  constructor(noun: 'product' | 'organization') {
    this.#noun = noun;
  }

  put(id: string, keys: readonly string[]): void {
    for (const key of [id, ...keys]) if (!this.#byKey.has(key)) this.#byKey.set(key, id);
  }

  find(id: string, keys: readonly string[]): string | undefined {
    return this.#byKey.get(id) ?? keys.map((key) => this.#byKey.get(key)).find((found) => found !== undefined);
  }

  /** What the partner has called them before, beside what the records say. Gives the records. */
  async loadAliases(client: ClientBase, partnerId: string, keys: readonly string[]): Promise<string[]> {
    const { rows } = await client.query<{ name: string; id: string }>('select name, target_id::text as id from partner_alias where partner_id = $1 and noun = $2 and name = any($3::text[])', [partnerId, this.#noun, [...new Set(keys)]]);
    for (const { name, id } of rows) {
      this.#stored.add(name);
      this.put(id, [name]);
    }
    return rows.map(({ id }) => id);
  }

  /** The partner calls a record so; remembered by `save`. */
  call(id: string, keys: readonly string[]): void {
    for (const key of keys) if (!this.#stored.has(key)) this.#aliases.set(key, id);
  }

  async saveAliases(client: ClientBase, partnerId: string): Promise<void> {
    if (this.#aliases.size === 0) return;
    await client.query('insert into partner_alias (partner_id, noun, name, target_id) select $1, $2, name, id from unnest($3::text[], $4::uuid[]) as a(name, id) on conflict (partner_id, noun, name) do nothing',
      [partnerId, this.#noun, [...this.#aliases.keys()], [...this.#aliases.values()]]);
  }
}

/** Finds the parties of footprints that came together; one that is new is new until it is brought. */
export class PartyBook {
  readonly #issuer: string;
  readonly #partnerId: string;
  /** What the hub has. */
  readonly #there = new Set<string>();
  readonly #organizations = new Names('organization');
  readonly #products = new Names('product');

  private constructor(partnerId: string, issuer: string) {
    this.#partnerId = partnerId;
    this.#issuer = issuer;
  }

  static async load(client: ClientBase, partnerId: string, issuer: string, stated: readonly StatedParties[]): Promise<PartyBook> {
    const book = new PartyBook(partnerId, issuer);
    const valuesOf = (list: List, identifiers: Identifiers): string[] => urnsOf(identifiers ?? null, list, issuer).flatMap((urn) => [urn, readIdentifier(urn, list).value.toLowerCase()]).map(indexedIdentifier);
    const asked = (records: readonly (Organization | Product)[], list: List): [ids: string[], values: string[]] => [[...new Set(records.map(({ id }) => id))], [...new Set(records.flatMap(({ identifiers }) => valuesOf(list, identifiers)))]];
    const owners = stated.map(({ owner }) => owner);
    const organizations = await client.query<Row>(select('organization', ''), asked(owners, 'organization-identifiers'));
    for (const { id, name, identifiers } of organizations.rows) book.#organizations.put(id, companyKeys({ name, ...(identifiers === null ? {} : { identifiers }) }, issuer));
    const calledOwners = await book.#organizations.loadAliases(client, partnerId, owners.flatMap((owner) => companyKeys(owner, issuer)));
    const products = await client.query<Row>(select('product', `, record -> 'producer' ->> 'id' as producer`), asked(stated.map(({ product }) => product), 'product-identifiers'));
    for (const { id, identifiers, producer } of products.rows) book.#products.put(id, productKeys(identifiers === null ? {} : { identifiers }, producer ?? undefined, issuer));
    const calledProducts = await book.#products.loadAliases(client, partnerId, stated.flatMap(({ owner, product }) => productKeys(product, book.#ownerOf(owner), issuer)));
    for (const id of [...organizations.rows, ...products.rows].map((row) => row.id).concat(calledOwners, calledProducts)) book.#there.add(id);
    return book;
  }

  #ownerOf(owner: Organization): string {
    return this.#organizations.find(owner.id, companyKeys(owner, this.#issuer)) ?? owner.id;
  }

  /** The parties of one footprint; what is new has the names by which those that follow find it. */
  find({ product, owner }: StatedParties): Parties {
    const ownerId = this.#ownerOf(owner);
    this.#organizations.put(ownerId, [owner.id, ...companyKeys(owner, this.#issuer)]);
    const names = productKeys(product, ownerId, this.#issuer);
    const productId = this.#products.find(product.id, names) ?? product.id;
    this.#products.put(productId, [product.id, ...names]);
    return {
      ownerId, productId, ...(this.#there.has(ownerId) ? {} : { organization: { ...owner, id: ownerId } }),
      ...(this.#there.has(productId) ? {} : { product: { ...product, id: productId, ...(product.producer === undefined ? {} : { producer: { ...product.producer, id: ownerId } }) } }),
    };
  }

  /** From now on the hub has what was new of these, and knows what the partner calls them. */
  bring({ product, owner }: StatedParties, { ownerId, productId }: Parties): void {
    this.#there.add(ownerId).add(productId);
    this.#organizations.call(ownerId, companyKeys(owner, this.#issuer));
    this.#products.call(productId, productKeys(product, ownerId, this.#issuer));
  }

  async saveAliases(client: ClientBase): Promise<void> {
    await this.#organizations.saveAliases(client, this.#partnerId);
    await this.#products.saveAliases(client, this.#partnerId);
  }
}
