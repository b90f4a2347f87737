// Expected failures of mutations: members of result unions that implement Problem, each with a message fit for its reader.
import 'reflect-metadata';
import { Field, InterfaceType, ObjectType } from 'type-graphql';

@InterfaceType('Problem', { description: 'Why a mutation did not do what was asked.' })
export abstract class Problem {
  @Field(() => String, { description: 'What is wrong and what to do, in English.' })
  message!: string;
}

@ObjectType('NotAuthorized', { implements: Problem, description: 'The caller may not do this.' })
export class NotAuthorized extends Problem {
  constructor() {
    super();
    this.message = 'Only the administrator may do this. Send `Authorization: Bearer <token>` with the administrator\'s token.';
  }
}

@ObjectType('UploadTooLarge', { implements: Problem, description: 'The file is larger than this installation accepts.' })
export class UploadTooLarge extends Problem {
  @Field(() => String, { description: 'Largest file accepted, in bytes, as text since it may exceed a 32-bit number.' })
  maxBytes: string;

  constructor(maxBytes: number) {
    super();
    this.maxBytes = String(maxBytes);
    this.message = `The file is larger than ${maxBytes} bytes. Split the package, or ask the operator to raise TANLU_MAX_UPLOAD_BYTES.`;
  }
}

@ObjectType('UploadIncomplete', { implements: Problem, description: 'The file did not arrive whole.' })
export class UploadIncomplete extends Problem {
  constructor() {
    super();
    this.message = 'The upload ended before the file was complete. Send it again.';
  }
}

@ObjectType('ImportRefused', { implements: Problem, description: 'The file arrived, but no import of it could be started.' })
export class ImportRefused extends Problem {
  @Field(() => String, { description: 'Stable code of the reason.' })
  code: string;

  constructor(code: string, message: string) {
    super();
    this.code = code;
    this.message = message;
  }
}

@ObjectType('NoSuchImport', { implements: Problem, description: 'No import run of this id is going on.' })
export class NoSuchImport extends Problem {
  constructor(id: string) {
    super();
    this.message = `No import run "${id}" is going on. It has ended, or never began; importRun(id) tells.`;
  }
}
