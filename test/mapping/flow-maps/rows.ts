// Arbitrary rows of mapping files, limited to what each format can state, and small makers for tests by hand.
import fc from 'fast-check';
import type { Exchange, Process } from '../../../src/model/process.ts';
import { indexFlowMap, type MapIndex } from '../../../src/mapping/flow-maps/map-index.ts';
import type { FlowMap, FlowMapEnd, FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';

/** Text as cells hold it: no blanks around, not empty; quotes, separators, line ends and Chinese inside. */
export const cellText = fc.array(fc.constantFrom('a', 'B', '7', ' ', ',', ';', '"', '\n', '碳', '(', '-', "'", '\t', 'é'), { minLength: 1, maxLength: 12 }).map((parts) => parts.join('').trim())
  .filter((text) => text !== '' && !/^(n\.?\s?a\.?|n\/a|none|-)$/i.test(text));
const level = cellText.filter((text) => !text.includes('/'));
export const context = fc.array(level, { minLength: 1, maxLength: 4 });
/** Factors in the form of JSON numbers, with more digits than a double has. */
export const factor = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.constantFrom('', 'e-7', 'E+3')).map(([whole, rest, exponent]) => `${whole}.${rest}${exponent}`);
export const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

export const bare = <T extends object>(object: T): T => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
export const without = (map: FlowMap): FlowMapRow[] => map.rows.map(({ row: _row, ...rest }) => rest);

export const flowId = fc.oneof(fc.uuid(), cellText);

let counter = 0;
export const makeExchange = (exchange: Partial<Exchange>): Exchange => ({ internalId: String(++counter), position: 0, direction: 'OUTPUT', flow: { type: 'flow' }, flowKind: 'ELEMENTARY', isReference: false, ...exchange });
export const makeProcess = (...exchanges: Exchange[]): Process => ({ id: '11111111-1111-4111-8111-111111111111', version: '00.00.000', name: { en: 'test' }, exchanges: exchanges.map((exchange, position) => ({ ...exchange, position })) });

export const makeRow = (from: FlowMapEnd, to: FlowMapEnd, row: Partial<FlowMapRow> = {}): FlowMapRow => ({ from, to, condition: '=', factor: '1', ...row });
export const makeIndex = (...rows: FlowMapRow[]): MapIndex => indexFlowMap({ rows });
