// What the parser is told and whom it tells: the receiver of events, the table of prefixes, the limits.

/** Namespace URI → canonical prefix, '' for none. Keep one constant object per format: resolved names are remembered for it. */
export type Prefixes = Readonly<Record<string, string>>;

/** Names and values in turn: name, value, name, value. A list is made faster than an object, and in which order attributes stood stays known. */
export type AttributeList = readonly string[];

/**
 * Receives a document. Names are canonical: `prefix:local` by the table of prefixes, `local` where that prefix is '', `{uri}local` for an
 * unknown namespace and `{}local` for none. Element names are the same string object each time.
 */
export interface EventSink {
  open(name: string, attributes: AttributeList): void;
  /** All text up to the next tag, CDATA included; not called when it is white space only. */
  text(value: string): void;
  close(name: string): void;
}

export interface XmlLimits {
  maxDepth: number;
  /** Characters of one text. */
  maxTextLength: number;
  maxAttributeLength: number;
}

export const defaultLimits: XmlLimits = { maxDepth: 200, maxTextLength: 50_000_000, maxAttributeLength: 10_000_000 };

export interface XmlOptions {
  file: string;
  /** Namespace URI → canonical prefix, '' for none. A constant per format. */
  prefixes: Prefixes;
  /** Namespace to read names in that have none, when the root has none (issue `namespace-missing`). */
  assumeNamespace?: string;
  limits?: Partial<XmlLimits>;
}

/** Value of an attribute, undefined when it is not there. */
export function attributeOf(attributes: AttributeList, name: string): string | undefined {
  for (let at = 0; at < attributes.length; at += 2) if (attributes[at] === name) return attributes[at + 1];
  return undefined;
}
