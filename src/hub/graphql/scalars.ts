// Scalars of the API. All travel as text, so that no digit and no zone is lost on the way.
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { decimalPattern } from '../../model/scalar.ts';

export { GraphQLJSON as JsonScalar } from 'graphql-scalars';

const badInput = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};

const shown = (value: unknown): string => {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}… (${text.length} characters)` : text;
};

function textScalar(name: string, description: string, check: (text: string) => boolean, example: string, numbers = false): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    const text = numbers && typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
    return typeof text === 'string' && check(text) ? text : badInput(`${name} cannot be ${shown(value)}; write it as ${example}.`);
  };
  return new GraphQLScalarType({
    name, description,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node: ValueNode) => {
      // A number in a document is still text here: no digit has been lost.
      if (node.kind === Kind.STRING || (numbers && (node.kind === Kind.INT || node.kind === Kind.FLOAT))) return parse(node.value);
      return badInput(`${name} cannot be written that way; write it as ${example}.`);
    },
  });
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000')
  && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

// PostgreSQL knows zones up to 15:59 from UTC.
const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));

const isDecimal = (text: string): boolean => decimalPattern.test(text) && text.length <= 1000 && Math.abs(Number(/[eE](.+)$/.exec(text)?.[1] ?? 0)) <= 300;

export const DecimalScalar = textScalar('Decimal', 'Exact decimal number as text, never rounded: "12.30", "-4E-7". Input may be a string or a number.', isDecimal, '"12.5"', true);
export const DateScalar = textScalar('Date', 'Calendar day, ISO 8601: YYYY-MM-DD.', isDay, '"2026-11-22"');
export const DateTimeScalar = textScalar('DateTime', 'Point in time with zone, ISO 8601: 2026-11-22T08:00:00Z.', isTime, '"2026-11-22T08:00:00Z"');
