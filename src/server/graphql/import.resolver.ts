// Mutations that start and cancel the import of an uploaded package.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, FieldResolver, ID, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { loadDataset } from '../../hub/graphql/loaders.ts';
import { may } from '../../hub/access/policy.ts';
import type { GraphqlContext } from '../../hub/graphql/context.ts';
import { nounType } from '../../hub/graphql/noun-type.ts';
import type { RequestContext } from './context.ts';
import { ImportRefused, NoSuchImport, NotAuthorized, UploadIncomplete, UploadTooLarge } from './problem.ts';
import { receive } from './receive.ts';
import { UploadScalar, type ArrivingFile } from './upload-scalar.ts';

@ObjectType('ImportStarted', { description: 'The import has begun; follow it with importRun(id).' })
export class ImportStarted {
  @Field(() => ID, { description: 'Identifier of the import run.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

@ObjectType('ImportCanceled', { description: 'The import ends after its current batch; what it has stored stays.' })
export class ImportCanceled extends ImportStarted {}

const ImportPackageResult = createUnionType({
  name: 'ImportPackageResult', description: 'An import that has begun, or why none has.',
  types: () => [ImportStarted, NotAuthorized, UploadTooLarge, UploadIncomplete, ImportRefused] as const,
});
const CancelImportResult = createUnionType({
  name: 'CancelImportResult', description: 'The canceled import, or why it was not.',
  types: () => [ImportCanceled, NotAuthorized, NoSuchImport] as const,
});

@Resolver()
export class ImportResolver {
  @Mutation(() => ImportPackageResult, { description: 'Uploads one package (zip or single file; ILCD or EcoSpold 2, found by content) and starts its import. Send a GraphQL multipart request with the header apollo-require-preflight.' })
  async importPackage(@Arg('file', () => UploadScalar, { description: 'The file, as a variable of a GraphQL multipart request.' }) file: ArrivingFile, @Ctx() context: RequestContext): Promise<typeof ImportPackageResult> {
    if (!may(context.principal, 'import')) return new NotAuthorized();
    const received = await receive(file, context.uploads.folder);
    if (received === 'incomplete') return new UploadIncomplete();
    if (received === 'too-large') return new UploadTooLarge(context.uploads.maxBytes);
    try {
      const { id } = await importsOf(context).start({ path: received.path, origin: received.origin, onFinished: received.remove });
      return new ImportStarted(id);
    } catch (error) {
      await received.remove();
      if (error instanceof TanluError && error.kind !== 'internal') return new ImportRefused(error.code, error.message);
      throw error;
    }
  }

  @Mutation(() => CancelImportResult, { description: 'Ends an import that is going on.' })
  async cancelImport(@Arg('id', () => ID, { description: 'Identifier of the import run.' }) id: string, @Ctx() context: RequestContext): Promise<typeof CancelImportResult> {
    if (!may(context.principal, 'import')) return new NotAuthorized();
    return (await importsOf(context).cancel(id)) ? new ImportCanceled(id) : new NoSuchImport(id);
  }
}

/** Adds the run itself to the answer; made when the hub's types are settled. */
export function importRunFields(): (new () => object)[] {
  const { type } = nounType('importRun');
  const load = (root: ImportStarted, context: GraphqlContext, info: GraphQLResolveInfo): unknown => loadDataset(context, info, 'importRun', 'id', root.id);
  @Resolver(() => ImportStarted)
  class ImportStartedFields {
    @FieldResolver(() => type, { nullable: true, description: 'The run as it is now.' })
    importRun(@Root() root: ImportStarted, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
      return load(root, context, info);
    }
  }
  return [ImportStartedFields];
}

function importsOf({ imports }: RequestContext): NonNullable<RequestContext['imports']> {
  if (imports) return imports;
  throw new TanluError('IMPORT_UNAVAILABLE', 'This server does not import. Use `tanlu import` on the machine of the database.', { kind: 'unavailable' });
}
