// type-graphql's decorators applied as functions to classes made on the spot: types come from the model, not from written classes.
import 'reflect-metadata';
import { Arg, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

export type TypeClass = new () => object;
/** A class, a scalar or an enum object; in brackets for a list. */
export type TypeThunk = () => unknown;

export interface FieldOptions {
  description: string;
  nullable?: boolean;
  defaultValue?: unknown;
}

const unsettled: TypeThunk[] = [];

/** Remembers a type that may not be made yet: types refer to each other in circles. */
export function later(thunk: TypeThunk): never {
  unsettled.push(thunk);
  return thunk as never;
}

/** Makes all types that have been referred to; call before building a schema, as type-graphql does not look again. */
export function settleTypes(): void {
  for (let thunk = unsettled.pop(); thunk !== undefined; thunk = unsettled.pop()) thunk();
}

/** An empty class with this name, for decorators to hang things on. */
// oxlint-disable-next-line typescript/no-extraneous-class -- type-graphql knows types by their classes
export const named = (name: string): TypeClass => ({ [name]: class {} })[name] as TypeClass;

export function declareObject(name: string, description: string, implemented: TypeClass[] = []): TypeClass {
  const type = named(name);
  ObjectType(name, { description, simpleResolvers: true, ...(implemented.length > 0 && { implements: implemented }) } as object)(type);
  return type;
}

export function declareInput(name: string, description: string): TypeClass {
  const type = named(name);
  InputType(name, { description })(type);
  return type;
}

/** Adds a field to a class made by declareObject or declareInput. */
export function declareField(type: TypeClass, name: string, thunk: TypeThunk, options: FieldOptions): void {
  const { description, nullable = false, defaultValue } = options;
  Field(later(thunk), { name, description, nullable, simple: true, ...(defaultValue !== undefined && { defaultValue }) } as never)(type.prototype as object, name);
}

/**
 * Adds arguments to a field or query. On an object type they only shape the schema: the resolver reads what it needs from the
 * plan, and type-graphql need not convert (asynchronously) the arguments of every single row.
 */
export function declareArguments(type: TypeClass, field: string, args: Record<string, { type: TypeThunk; description: string; required?: boolean; defaultValue?: unknown }>): void {
  Object.entries(args).forEach(([name, arg], index) => {
    Arg(name, later(arg.type), { nullable: arg.required !== true, description: arg.description, ...(arg.defaultValue !== undefined && { defaultValue: arg.defaultValue }) } as never)(
      type.prototype as object, field, index,
    );
  });
}

export function declareEnum(name: string, description: string, values: Record<string, string>, texts: (key: string) => string): Record<string, string> {
  registerEnumType(values, { name, description, valuesConfig: Object.fromEntries(Object.keys(values).map((key) => [key, { description: texts(key) }])) });
  return values;
}
