// Numbers of exchanges for formats that number them themselves, by the internal ids that their source gave them.
import type { Exchange } from '../model/process.ts';

/** Internal id → number, of those exchanges that `isWritten`. Of several exchanges with one id a reference is meant, else the first (ecospold.md, E46). */
export function numbersOf(exchanges: readonly Exchange[], numberAt: (position: number) => string, isWritten: (exchange: Exchange) => boolean = () => true): Map<string, string> {
  const numbers = new Map<string, string>();
  const references = new Set<string>();
  exchanges.forEach((exchange, position) => {
    if (!isWritten(exchange)) return;
    const { internalId, isReference } = exchange;
    if (numbers.has(internalId) && (!isReference || references.has(internalId))) return;
    numbers.set(internalId, numberAt(position));
    if (isReference) references.add(internalId);
  });
  return numbers;
}

/** Exchanges under internal ids of their own: of several with one id all but the one that is meant get their position added. */
export function distinct(exchanges: readonly Exchange[]): readonly Exchange[] {
  const meant = numbersOf(exchanges, String);
  return meant.size === exchanges.length ? exchanges : exchanges.map((exchange, n) => (meant.get(exchange.internalId) === String(n) ? exchange : { ...exchange, internalId: `${exchange.internalId}#${n + 1}` }));
}
