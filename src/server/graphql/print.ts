// The published contract: the schema as SDL, in a stable order.
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';

const header = '# Printed from the code by `npm run schema:print`. Do not edit.\n\n';

/** SDL sorted by name, with descriptions. The same schema always gives the same text. */
export const printSdl = (schema: GraphQLSchema): string => `${header}${printSchema(lexicographicSortSchema(schema))}\n`;
