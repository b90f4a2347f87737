// Match conditions in the words of the API, which cannot write the signs of mapping files.
import type { MatchCondition } from '../../mapping/flow-maps/flow-map.ts';
import type { MatchConditionName } from '../../model/mapping.ts';

const names: Readonly<Record<MatchCondition, MatchConditionName>> = { '=': 'SAME', '<': 'NARROWER', '~': 'PROXY', '>': 'BROADER', '<>': 'OVERLAPPING', '?': 'UNKNOWN' };
const signs = Object.fromEntries(Object.entries(names).map(([sign, name]) => [name, sign])) as Record<MatchConditionName, MatchCondition>;

export const conditionName = (sign: MatchCondition): MatchConditionName => names[sign];
export const conditionSign = (name: MatchConditionName): MatchCondition => signs[name];
