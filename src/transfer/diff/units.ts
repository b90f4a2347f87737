// The same amount in another unit of the same quantity (option --units): B is restated in the unit of A before it is compared.
// ILCD states no units on exchanges; EcoSpold 1 exchange/@unit, EcoSpold 2 unitName with @unitId, openLCA unit.
import { attributeOf } from '../../formats/xml/sink.ts';
import { convert, findUnit, type Unit } from '../../mapping/tables/units.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Format, Rules } from './schema-facts.ts';
import { childOf, localName, type Tree } from './tree.ts';
import { canonicalNumber, sameValue, trimWhite } from './values.ts';

const systems: Partial<Record<Format, string>> = { ecospold1: 'ecospold1', ecospold2: 'ecoinvent', olca: 'openlca' };

/** What grows with the unit. Logarithmic and squared values do not and are compared as they stand. */
const amounts = new Set(['amount', 'meanValue', 'minValue', 'maxValue', 'mostLikelyValue', 'mostFrequentValue', 'productionVolumeAmount', 'mean', 'minimum', 'maximum', 'mode', 'sd', 'geomMean']);
const holdAmounts = new Set(['uncertainty', 'lognormal', 'normal', 'triangular', 'uniform', 'beta', 'undefined']);

/** For a pair of elements: the element of B in the unit of A, or as it is where units agree, are unknown or cannot be converted. */
export function unitsOfA(rules: Rules): (a: Tree, b: Tree) => Tree {
  const system = rules.format === undefined ? undefined : systems[rules.format];
  return (a, b) => {
    const [inA, inB] = [unitText(a), unitText(b)];
    if (inA === undefined || inB === undefined || inA === inB) return b;
    const hint = system === undefined ? {} : { system };
    const [unitA, unitB] = [findUnit(inA, hint), findUnit(inB, hint)];
    if (unitA === undefined || unitB === undefined || unitA.quantity !== unitB.quantity) return b;
    if (unitA.symbol !== unitB.symbol && (unitA.factor === undefined || unitB.factor === undefined)) return b;
    return restate(a, b, unitA, unitB, true);
  };
}

function unitText(tree: Tree): string | undefined {
  const text = attributeOf(tree.attributes, 'unit') ?? childOf(tree, 'unitName')?.text ?? childOf(childOf(tree, 'unit'), 'name')?.text;
  return text === undefined ? undefined : trimWhite(text);
}

function restate(a: Tree | undefined, b: Tree, unitA: Unit, unitB: Unit, outermost: boolean): Tree {
  const attributes = [...b.attributes];
  for (let at = 0; at < attributes.length; at += 2) {
    const name = attributes[at]!;
    const statedA = a === undefined ? undefined : attributeOf(a.attributes, name);
    if (outermost && (name === 'unit' || name === 'unitId')) attributes[at + 1] = statedA ?? attributes[at + 1]!;
    else if (amounts.has(name)) attributes[at + 1] = inUnitOfA(statedA, attributes[at + 1]!, unitA, unitB);
  }
  const children = b.children.filter((c) => !(outermost && isUnit(c))).map((child) => {
    const name = localName(child.name);
    const partner = a === undefined ? undefined : childOf(a, name);
    if (amounts.has(name) && child.children.length === 0) return { ...child, text: inUnitOfA(partner?.text, child.text, unitA, unitB) };
    return holdAmounts.has(name) ? restate(partner, child, unitA, unitB, false) : child;
  });
  return { ...b, attributes, children: outermost && a !== undefined ? [...children, ...a.children.filter(isUnit)] : children };
}

const isUnit = (tree: Tree): boolean => ['unit', 'unitName'].includes(localName(tree.name));

/** The text of A where both amounts are the same; else the amount of B in the unit of A, with what B states behind it. */
function inUnitOfA(statedA: string | undefined, statedB: string, unitA: Unit, unitB: Unit): string {
  const [a, b] = [statedA === undefined ? undefined : trimWhite(statedA), trimWhite(statedB)];
  if (!decimalPattern.test(b)) return statedB;
  const converted = convert(b, unitB, unitA);
  if (a !== undefined && decimalPattern.test(a)) {
    if (sameValue(a, converted, 'number') || sameValue(convert(a, unitA, unitB), b, 'number')) return statedA!;
    // 1 s is 0.0002777… h without end: it cannot be stated in more digits than a double has.
    if (roundsTo(convert(a, unitA, unitB), b) || roundsTo(converted, a)) return statedA!;
  }
  return unitA.symbol === unitB.symbol ? statedB : `${converted} (${b} ${unitB.symbol})`;
}

const digitsOfDouble = 15;

/** Whether a text is another number cut to the digits that the text has, at least those that every double keeps. */
function roundsTo(exact: string, stated: string): boolean {
  const [long, short] = [canonicalNumber(exact), canonicalNumber(stated)];
  if (long === undefined || short === undefined) return false;
  const parts = (text: string): [string, number] => { const [digits = '', exponent = '0'] = text.replace(/^-/, '').split('e'); return [digits, Number(exponent)]; };
  const [[longDigits, longExponent], [shortDigits, shortExponent]] = [parts(long), parts(short)];
  if (long.startsWith('-') !== short.startsWith('-') || shortDigits.length < digitsOfDouble || longDigits.length <= shortDigits.length) return false;
  const cut = BigInt(longDigits.slice(0, shortDigits.length));
  const apart = BigInt(shortDigits) - cut;
  return longExponent + longDigits.length === shortExponent + shortDigits.length && (apart === 0n || apart === 1n);
}
