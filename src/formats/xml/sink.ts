// What the parser is told and whom it tells: the receiver of events, the table of prefixes, the limits.
import type { Prefixes } from './namespaces.ts';

/**
 * Receives a document. Names are canonical: `prefix:local` by the table of prefixes, `local` where that prefix is '', `{uri}local` for an
 * unknown namespace and `{}local` for none. Element names are the same string object each time. Attributes have no prototype.
 */
export interface EventSink {
  open(name: string, attributes: Record<string, string>): void;
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
