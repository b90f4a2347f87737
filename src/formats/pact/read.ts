// Reads what a partner sends: one footprint or many, as text or as parsed JSON, each by itself, so that one that cannot be used spoils no other (PACT 2.0–2.3, 3.0).
import { issueOfFailure, type Issue } from '../../model/issue.ts';
import type { Footprint } from '../../model/footprint.ts';
import type { Organization } from '../../model/organization.ts';
import type { Product } from '../../model/product.ts';
import { parseJson } from '../json/parse.ts';
import { JsonObject, jsonText, type JsonValue } from '../json/value.ts';
import { pact } from './adapter.ts';
import { idInHubUrn } from './identifiers.ts';

/** One footprint as received. Without `footprint` it cannot be used at all, which its issues tell; with issues of severity error it breaks rules of PACT. */
export interface FootprintReading {
  /** Place in the list, from 0. */
  position: number;
  /** JSON as received, numbers unchanged. */
  text: string;
  footprint?: Footprint;
  product?: Product;
  owner?: Organization;
  /** As stated. */
  specVersion?: string;
  issues: Issue[];
}

export interface ReadOptions {
  /** Name under which this hub gives identifiers: products and companies that it named itself keep the identifiers of their records. */
  issuer?: string;
  /** What the document is called in issues. */
  file?: string;
}

/** The JSON of a document; numbers of a text keep their digits. @throws TanluError json-not-well-formed */
export const jsonOf = (document: string | object, file: string): JsonValue => parseJson(typeof document === 'string' ? document : JSON.stringify(document), { file }).value;

const itemsOf = (value: JsonValue): JsonValue[] => {
  const held = value instanceof JsonObject && !value.members.has('pcf') ? value.members.get('data') ?? value : value;
  return Array.isArray(held) ? held : [held];
};

/** The footprints of an answer, of a list, or of a single document. @throws TanluError json-not-well-formed */
export function readFootprints(document: string | object, options: ReadOptions = {}): FootprintReading[] {
  return readItems(itemsOf(jsonOf(document, options.file ?? 'answer')), options);
}

export const readItems = (items: readonly JsonValue[], options: ReadOptions): FootprintReading[] => items.map((item, position) => readItem(item, position, options));

function readItem(item: JsonValue, position: number, { issuer, file = 'answer' }: ReadOptions): FootprintReading {
  const name = `${file}[${position + 1}]`;
  const text = jsonText(item);
  try {
    const { datasets, issues, formatVersion } = pact.read(Buffer.from(text), name);
    const found = <T>(noun: string): T | undefined => datasets.find((each) => each.noun === noun)?.record as T | undefined;
    const reading: FootprintReading = { position, text, issues: [...datasets.flatMap((each) => each.issues), ...issues] };
    if (formatVersion !== undefined) reading.specVersion = formatVersion;
    const [footprint, product, owner] = [found<Footprint>('footprint'), found<Product>('product'), found<Organization>('organization')];
    if (footprint === undefined || product === undefined || owner === undefined) return reading;
    if (issuer !== undefined) takeOwnIds(footprint, product, owner, issuer);
    return { ...reading, footprint, product, owner };
  } catch (error) {
    return { position, text, issues: [issueOfFailure(error, name)] };
  }
}

/** What this hub named itself is the record that it named. */
function takeOwnIds(footprint: Footprint, product: Product, owner: Organization, issuer: string): void {
  const idIn = (identifiers: Product['identifiers'], kind: 'product-id' | 'company-id'): string | undefined => identifiers?.map(({ value }) => idInHubUrn(value, issuer, kind)).find((id) => id !== undefined);
  const ownerId = idIn(owner.identifiers, 'company-id');
  if (ownerId !== undefined) {
    owner.id = ownerId;
    for (const reference of [footprint.owner, product.producer]) if (reference !== undefined) reference.id = ownerId;
  }
  const productId = idIn(product.identifiers, 'product-id');
  if (productId === undefined) return;
  product.id = productId;
  footprint.product.id = productId;
}
