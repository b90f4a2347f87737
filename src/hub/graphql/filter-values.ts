// The filter inputs for single values: the same few operators for every field of a kind.
import { Float, ID, Int } from 'type-graphql';
import { declareField, declareInput, type TypeClass, type TypeThunk } from './declare.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.ts';

const made = new Map<string, TypeClass>();

const operatorTexts: Record<string, string> = {
  eq: 'Equal to.', ne: 'Not equal to; matches unknown values too.', in: 'One of.', gt: 'Greater than.', gte: 'Greater than or equal to.',
  lt: 'Less than.', lte: 'Less than or equal to.', isNull: 'Whether the value is unknown.', startsWith: 'Begins with, case-sensitive.', has: 'Contains all of these.',
};

function valueFilter(name: string, description: string, value: TypeThunk, operators: readonly string[]): TypeClass {
  const known = made.get(name);
  if (known) return known;
  const type = declareInput(name, description);
  made.set(name, type);
  for (const operator of operators) {
    const thunk: TypeThunk = operator === 'isNull' ? () => Boolean : operator === 'in' || operator === 'has' ? () => [value()] : value;
    declareField(type, operator, thunk, { description: operatorTexts[operator]!, nullable: true });
  }
  return type;
}

const equality = ['eq', 'ne', 'in', 'isNull'];
const ordered = [...equality, 'gt', 'gte', 'lt', 'lte'];

export const valueFilters: Record<string, () => TypeClass> = {
  ID: () => valueFilter('IdFilter', 'Condition on an identifier.', () => ID, equality),
  String: () => valueFilter('StringFilter', 'Condition on a text.', () => String, [...equality, 'startsWith']),
  Int: () => valueFilter('IntFilter', 'Condition on a whole number.', () => Int, ordered),
  Float: () => valueFilter('FloatFilter', 'Condition on a number.', () => Float, ordered),
  Decimal: () => valueFilter('DecimalFilter', 'Condition on an exact decimal number.', () => DecimalScalar, ordered),
  Date: () => valueFilter('DateFilter', 'Condition on a calendar day.', () => DateScalar, ordered),
  DateTime: () => valueFilter('DateTimeFilter', 'Condition on a point in time.', () => DateTimeScalar, ordered),
  Boolean: () => valueFilter('BooleanFilter', 'Condition on a truth value.', () => Boolean, ['eq', 'isNull']),
  StringList: () => valueFilter('StringListFilter', 'Condition on a list of texts.', () => String, ['has', 'isNull']),
};

export const enumFilter = (name: string, values: object): TypeClass => valueFilter(`${name}Filter`, `Condition on ${name}.`, () => values, equality);
export const enumListFilter = (name: string, values: object): TypeClass => valueFilter(`${name}ListFilter`, `Condition on a list of ${name}.`, () => values, ['has', 'isNull']);

export const CountFilter = valueFilter('CountFilter', 'Condition on the number of entries of a list.', () => Int, ['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte']);

export const ClassificationFilter = declareInput('ClassificationFilter', 'Condition on the class of a record.');
declareField(ClassificationFilter, 'scheme', () => String, { description: 'Classification system: HS, CPC, ISIC, …' });
declareField(ClassificationFilter, 'code', () => String, { description: 'Class code, with or without dots: 0901.21 or 090121.' });
declareField(ClassificationFilter, 'descend', () => Boolean, { description: 'Whether classes below it count as well.', defaultValue: true, nullable: true });

export const GeographyFilter = declareInput('GeographyFilter', 'Condition on the place of a record.');
declareField(GeographyFilter, 'code', () => String, { description: 'Code of the hub\'s own list: CN, CN-HI, GLO, …' });
declareField(GeographyFilter, 'within', () => Boolean, { description: 'Whether places inside it count as well.', defaultValue: true, nullable: true });
