// Types of the parts of graphql-upload 17 that are used: the package documents its types in comments only.
declare module 'graphql-upload/processRequest.mjs' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  export default function processRequest(
    request: IncomingMessage,
    response: ServerResponse,
    options: { maxFieldSize: number; maxFileSize: number; maxFiles: number },
  ): Promise<Record<string, unknown> | Record<string, unknown>[]>;
}

declare module 'graphql-upload/GraphQLUpload.mjs' {
  import type { Readable } from 'node:stream';
  import type { GraphQLScalarType } from 'graphql';
  export interface FileUpload {
    filename: string;
    mimetype: string;
    createReadStream(): Readable;
  }
  const GraphQLUpload: GraphQLScalarType<Promise<FileUpload>, never>;
  export default GraphQLUpload;
}
