// The Upload scalar of the GraphQL multipart request specification.
import { GraphQLError, GraphQLScalarType } from 'graphql';
import GraphQLUpload, { type FileUpload } from 'graphql-upload/GraphQLUpload.mjs';

/** In an object, since type-graphql awaits promises among arguments, and a file that fails to arrive is an answer and no accident. */
export interface ArrivingFile {
  file: Promise<FileUpload>;
}

const asVariable = 'Send the file as a variable of a GraphQL multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec).';

export const UploadScalar = new GraphQLScalarType<ArrivingFile, never>({
  name: 'Upload',
  description: `A file. ${asVariable}`,
  parseValue(value) {
    let file: Promise<FileUpload>;
    try {
      file = GraphQLUpload.parseValue(value);
    } catch {
      throw new GraphQLError(`This is no file. ${asVariable}`, { extensions: { code: 'BAD_USER_INPUT' } });
    }
    file.catch(() => undefined);
    return { file };
  },
  parseLiteral() {
    throw new GraphQLError(`A file cannot be written into a document. ${asVariable}`, { extensions: { code: 'BAD_USER_INPUT' } });
  },
  serialize() {
    throw new GraphQLError('A file cannot be answered.');
  },
});
