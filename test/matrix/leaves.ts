// Values of a record, counted without the account of a conversion, which it checks.

/** Texts, numbers and truth values at any depth; positions in lists and the words of formulas are not values, and of what stands beside the record each path is one, but for those that say what was not there. */
export function leavesOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'object') return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + leavesOf(each), 0);
  return Object.entries(value).reduce((sum, [key, inner]) => {
    if (key === 'position' || key === 'formulaDialect') return sum;
    if (key === 'extensions') return sum + Object.values(inner as Record<string, [string, string][]>).reduce((all, list) => all + list.filter(([path]) => !path.endsWith('.-')).length, 0);
    return sum + leavesOf(inner);
  }, 0);
}
