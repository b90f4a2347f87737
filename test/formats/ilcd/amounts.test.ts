// ILCD §4.3, cases 19–27: amounts, variables, uncertainty.
import { describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { issueOf, keptAt, readProcess } from './fixture.ts';

const resulting = '<resultingAmount>2.75</resultingAmount>';
const mean = ['        <meanValue>6.25</meanValue>\n', ''] as const;
const noResulting = [resulting, ''] as const;

describe('ILCD amounts', () => {
  it.each(['<meanAmount></meanAmount>', '<meanAmount> </meanAmount>', '<meanAmount>n/a</meanAmount>', '<meanAmount>NaN</meanAmount>', ''])('ILCD 4.3 #19: "%s" is an unknown amount, not zero', (mean) => {
    const { record, issues } = readProcess(['<meanAmount>-0.5</meanAmount>', mean]);
    expect(record.exchanges).toHaveLength(5);
    expect(record.exchanges![2]!.amount).toBeUndefined();
    expect(issueOf(issues, 'amount-missing')).toMatchObject({ severity: 'error', path: 'exchanges/exchange[3]' });
  });

  it('ILCD 4.3 #19: a text that is no number is kept beside the exchange', () => {
    const { record, codes } = readProcess(['<meanAmount>-0.5</meanAmount>', '<meanAmount>n/a</meanAmount>']);
    expect(keptAt(record.exchanges![2]!, 'meanAmount')).toBe('n/a');
    expect(codes).toContain('number-invalid');
  });

  it('ILCD 4.3 #20: the resulting amount counts; mean amount and variable stay for the model', () => {
    expect(readProcess().record.exchanges![1]).toMatchObject({ amount: '2.75', meanAmount: '1.1', variable: 'latex_factor' });
    expect(readProcess().record.exchanges![1]!.calculated).toBeUndefined();
  });

  it('ILCD 4.3 #20: without resulting amount, mean amount times variable, exactly', () => {
    const { record, codes } = readProcess(noResulting);
    expect(record.exchanges![1]).toMatchObject({ amount: '2.75', meanAmount: '1.1', calculated: true });
    expect(codes).toEqual([]);
    const long = readProcess(noResulting, ['>2.5<', '>0.1000000000000000055511151231257827<']).record;
    expect(long.exchanges![1]!.amount).toBe('0.11000000000000000610622663543836097');
  });

  it('ILCD 4.3 #20: a variable without value leaves the amount unknown, an undeclared one is told', () => {
    const unreadable = readProcess(noResulting, ['>latex_factor</referenceToVariable', '>smoke</referenceToVariable'], ['max(Latex_Factor^2; ln(3,5))', 'latex_factor^2; 2'], mean);
    expect(unreadable.record.exchanges![1]!.amount).toBeUndefined();
    expect(unreadable.codes).toEqual(['formula-unparsed', 'amount-missing']);
    const undeclared = readProcess(['>latex_factor</referenceToVariable', '>latex</referenceToVariable']);
    expect(undeclared.record.exchanges![1]!.amount).toBe('2.75');
    expect(issueOf(undeclared.issues, 'variable-undeclared')?.params).toEqual({ name: 'latex' });
  });

  it('ILCD 4.3 #21: a resulting amount that does not follow from mean and variable is told, and counts', () => {
    const { record, issues } = readProcess(['>2.75<', '>2.70<']);
    expect(record.exchanges![1]!.amount).toBe('2.70');
    expect(issueOf(issues, 'amount-stale')?.params).toEqual({ stated: '2.70', computed: '2.75' });
    expect(readProcess(['>2.75<', '>2.7501<']).codes).toEqual([]);
  });

  it('ILCD 4.3 #22: a zero amount is an amount', () => {
    const { record, codes } = readProcess();
    expect(record.exchanges![3]!.amount).toBe('0');
    expect(codes).toEqual([]);
  });

  it('ILCD 4.3 #23: a negative amount keeps its sign', () => {
    expect(readProcess().record.exchanges![2]!.amount).toBe('-0.5');
  });
});

describe('ILCD variables', () => {
  it('ILCD 4.3 #24: a formula is kept as text in its own dialect, and computed beside', () => {
    const { record, codes } = readProcess();
    expect(record.parameters![1]).toEqual({ position: 1, name: 'smoke', formula: 'max(Latex_Factor^2; ln(3,5))', value: '6.25' });
    expect(record.formulaDialect).toBe('ilcd');
    expect(codes).toEqual([]);
  });

  it('ILCD 4.3 #24: what cannot be read stays as text, with the place where reading ended', () => {
    const { record, issues } = readProcess(['max(Latex_Factor^2; ln(3,5))', 'latex_factor^2; 2']);
    expect(record.parameters![1]!.formula).toBe('latex_factor^2; 2');
    expect(issues).toMatchObject([{ code: 'formula-unparsed', path: 'processInformation/mathematicalRelations/variableParameter[2]/formula', params: { position: 15, formula: 'latex_factor^2; 2' } }]);
  });

  it('ILCD 4.3 #21: a value that does not follow from its formula is told, and counts', () => {
    // latex_factor = 2.5: 2.5^2 = 6.25; one in a thousand is rounding
    const { record, issues } = readProcess(['>6.25<', '>6.2<']);
    expect(record.parameters![1]!.value).toBe('6.2');
    expect(issues).toMatchObject([{ code: 'formula-stale', params: { stated: '6.2', computed: '6.25' } }]);
    expect(readProcess(['>6.25<', '>6.2501<']).codes).toEqual([]);
  });

  it('ILCD 4.3 #20: a variable without value takes that of its formula, which is written back without it', () => {
    const { record, issues } = readProcess(mean, noResulting, ['>latex_factor</referenceToVariable', '>smoke</referenceToVariable']);
    expect(record.parameters![1]).toMatchObject({ value: '6.25', calculated: true });
    expect(issues).toMatchObject([{ code: 'value-derived', params: { computed: '6.25' } }]);
    // 1.1 × 6.25 = 6.875
    expect(record.exchanges![1]).toMatchObject({ amount: '6.875', calculated: true });
    const { text } = ilcd.write('process', record);
    expect(text).not.toContain('6.25');
    expect(text).not.toContain('6.875');
  });

  it('ILCD 4.3 #21: circles, divisions by zero and absent variables leave no value, and are told', () => {
    const circle = readProcess(['<meanValue>2.5</meanValue>', '<formula>smoke/2</formula>'], mean);
    expect(circle.issues).toMatchObject([{ code: 'formula-cycle', params: { names: expect.stringMatching(/^latex_factor → smoke → latex_factor$/) as string } }]);
    expect(circle.record.parameters!.map((p) => p.value)).toEqual([undefined, undefined]);
    expect(circle.record.exchanges![1]!.amount).toBe('2.75');
    const formula = (text: string) => readProcess(['max(Latex_Factor^2; ln(3,5))', text], mean).issues.map(({ code, params }) => [code, params['what'] ?? params['name']]);
    expect(formula('1/(latex_factor-2.5)')).toEqual([['formula-undefined', 'division by zero']]);
    expect(formula('latex_factr*2')).toEqual([['variable-undeclared', 'latex_factr']]);
    expect(formula('frobnicate(1)')).toEqual([['formula-function-unknown', 'frobnicate']]);
  });

  it('ILCD 4.3 #25: of two variables with one name the first is used, which is told', () => {
    const { issues, record } = readProcess(['name="smoke"', 'name="LATEX_FACTOR"'], ['max(Latex_Factor^2; ln(3,5))', 'latex_factor*2.5']);
    expect(issues).toMatchObject([{ code: 'variable-duplicate', params: { name: 'latex_factor', count: 2 } }]);
    expect(record.parameters!.map((p) => p.value)).toEqual(['2.5', '6.25']);
  });

  it('ILCD 4.3 #24: a formula that is a plain number is a value', () => {
    const { record } = readProcess(noResulting, ['>latex_factor</referenceToVariable', '>SMOKE</referenceToVariable'], ['max(Latex_Factor^2; ln(3,5))', ' 2 '], mean);
    expect(record.exchanges![1]!.amount).toBe('2.2');
  });

  it('ILCD 4.3 #25: long names and reserved words are kept', () => {
    const long = 'a_variable_with_a_name_of_more_than_fifty_characters_in_it';
    const { record } = readProcess(['name="latex_factor"', `name="${long}"`], ['name="smoke"', 'name="if"'], ['max(Latex_Factor^2; ln(3,5))', `max(${long.toUpperCase()}^2; ln(3,5))`], ['>latex_factor</referenceToVariable', `>${long}</referenceToVariable`], noResulting);
    expect(record.parameters!.map((p) => p.name)).toEqual([long, 'if']);
    expect(record.exchanges![1]!.amount).toBe('2.75');
  });
});

describe('ILCD uncertainty', () => {
  it('ILCD 4.3 #26: log-normal states the squared geometric standard deviation', () => {
    const { uncertainty } = readProcess().record.exchanges![1]!;
    expect(uncertainty).toMatchObject({ distribution: 'LOGNORMAL', relativeStandardDeviation95: '1.21' });
    // sigma = ln(SDg) = ln(1.21) / 2 = ln(1.1)
    expect(Number(uncertainty!.sigma)).toBeCloseTo(Math.log(1.1), 12);
  });

  it('ILCD 4.3 #26: normal states twice the standard deviation', () => {
    expect(readProcess().record.impactResults![0]!.uncertainty).toEqual({ distribution: 'NORMAL', relativeStandardDeviation95: '0.2', sigma: '0.1' });
  });

  it.each([['0.9', 'below 1'], ['ten', 'no number'], ['', 'no relative standard deviation']])('ILCD 4.3 #26: log-normal with "%s" cannot be used and is kept', (stated, reason) => {
    const { record, issues } = readProcess(['>1.21<', `>${stated}<`]);
    expect(record.exchanges![1]!.uncertainty!.sigma).toBeUndefined();
    expect(record.exchanges![1]!.uncertainty!.relativeStandardDeviation95).toBe(stated === '' ? undefined : stated);
    expect(issueOf(issues, 'uncertainty-invalid')?.params['reason']).toContain(reason);
  });

  it.each(['uniform', 'triangular'])('ILCD 4.3 #27: %s needs minimum and maximum', (kind) => {
    const swap = ['log-normal', kind] as const;
    expect(readProcess(swap).codes).toEqual([]);
    expect(readProcess(swap, ['<minimumAmount>1.0</minimumAmount>', '']).issues).toMatchObject([{ code: 'uncertainty-invalid', params: { distribution: kind.toUpperCase() } }]);
    expect(readProcess(swap, ['<minimumAmount>1.0<', '<minimumAmount>1.3<']).codes).toEqual(['uncertainty-invalid']);
  });
});
