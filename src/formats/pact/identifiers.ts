// Identifiers of PACT: URNs of products, companies and classes ↔ the identifiers and classifications of the hub, and identifiers of records that PACT names by URN alone (v3 §Identifiers).
import { resolveScheme, allSchemes } from '../../mapping/tables/classes.ts';
import { loadCodes } from '../../mapping/load-tables.ts';
import { once } from '../../mapping/tables/table.ts';
import { uuidV5 } from '../../model/identity.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Classification } from '../../model/value.ts';

export interface Identifier { scheme: string; value: string }
type List = 'product-identifiers' | 'organization-identifiers' | 'classifications';

const lists = once(() => loadCodes('pact'));
const pairsOf = (list: List): (readonly [string, string])[] => [...lists().get(list)!];
const prefixOf = (list: List, scheme: string): string | undefined => pairsOf(list).find(([, known]) => known === scheme)?.[0];

/** The value as a part of a URN (RFC 8141): what has a meaning there is written as percent codes. */
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a lone percent sign is itself
  }
}

/** The identifier of the hub that a URN says; one that no other spelling could have said. */
export function readIdentifier(urn: string, list: List): Identifier {
  for (const [prefix, scheme] of pairsOf(list)) {
    if (!urn.toLowerCase().startsWith(prefix)) continue;
    const value = decoded(urn.slice(prefix.length));
    if (value !== '' && urn === `${prefixOf(list, scheme)}${encoded(value)}`) return { scheme, value };
  }
  return { scheme: 'URN', value: urn };
}

const slug = (scheme: string): string => scheme.trim().toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'id';

/** Whether a text has the form of a URN (RFC 8141): a namespace, and something in it. */
const isUrn = (text: string): boolean => /^urn:[a-z0-9][a-z0-9-]*:./is.test(text);

/** The URN of an identifier; of schemes that have none under the name of the issuer (a fully qualified domain name), undefined where there is no issuer. */
export function writeIdentifier({ scheme, value }: Identifier, list: List, issuer?: string): string | undefined {
  if (scheme === 'URN' || isUrn(value)) return isUrn(value) ? value : undefined;
  const prefix = prefixOf(list, scheme);
  if (prefix !== undefined) return `${prefix}${encoded(value)}`;
  return issuer === undefined ? undefined : `urn:pact:${issuer}:${slug(scheme)}:${encoded(value)}`;
}

/** The URN that the hub itself gives a record. */
export const hubUrn = (issuer: string, kind: 'product-id' | 'company-id', id: string): string => `urn:pact:${issuer}:${kind}:${id}`;

/** The record identifier in a URN that the hub gave; undefined for every other URN. */
export function idInHubUrn(urn: string, issuer: string, kind: 'product-id' | 'company-id'): string | undefined {
  const prefix = hubUrn(issuer, kind, '').toLowerCase();
  const id = urn.slice(prefix.length).toLowerCase();
  return urn.toLowerCase().startsWith(prefix) && uuidPattern.test(id) ? id : undefined;
}

const knownSchemes = once(() => new Set(allSchemes().map(({ id }) => id)));

/** The class that a URN names: by the table, by the name of its system in "urn:pact:…:<system>:<code>", else the URN itself. */
export function readClass(urn: string): Classification {
  const { scheme, value } = readIdentifier(urn, 'classifications');
  if (scheme !== 'URN') return { scheme, code: value };
  for (const [prefix, known] of pairsOf('classifications')) if (urn.toLowerCase().startsWith(prefix) && urn.length > prefix.length) return { scheme: known, code: decoded(urn.slice(prefix.length)), statedId: urn };
  const found = /^urn:pact:.*?([^:]+):([^:]+)$/i.exec(urn);
  const system = found === null ? undefined : resolveScheme(found[1]!);
  if (system !== undefined && knownSchemes().has(system)) return { scheme: system, code: decoded(found![2]!), statedId: urn };
  return { scheme: 'URN', code: urn };
}

/** The URN of a class: as stated, else by the table, else under the name of the issuer. */
export function writeClass({ scheme, code, statedId }: Classification, issuer?: string): string | undefined {
  if (statedId !== undefined && isUrn(statedId)) return statedId;
  return code === undefined || code === '' ? undefined : writeIdentifier({ scheme, value: code }, 'classifications', issuer);
}

const fold = (text: string): string => text.trim().toLowerCase();
/** Codes that a company gives itself, or a buyer gives it, are unique beside its name only. */
export const isCustomCode = (urn: string): boolean => /:(customcode|buyer-assigned|vendor-assigned|buyer-id|supplier-id)(:|$)/i.test(urn);

/** Of several names the same one every time: one that others give counts less than one of its own. */
function chosen(urns: readonly string[]): string | undefined {
  return urns.map(fold).toSorted((a, b) => Number(isCustomCode(a)) - Number(isCustomCode(b)) || (a < b ? -1 : 1))[0];
}

const keyOf = (urns: readonly string[], within: string, name: string): string => {
  const urn = chosen(urns);
  return JSON.stringify(urn === undefined ? ['name', within, fold(name)] : isCustomCode(urn) ? ['code', within, urn] : ['urn', urn]);
};

/** Identifier of an organization: the same company id gives the same one. */
export const organizationIdOf = (urns: readonly string[], name: string): string => uuidV5(`pact/organization/${keyOf(urns, fold(name), name)}`);

/** Identifier of a product: the same product id gives the same one; of codes that companies give, within the company. */
export const productIdOf = (urns: readonly string[], organization: string, name: string): string => uuidV5(`pact/product/${keyOf(urns, organization, name)}`);
