// Expected failures of mutations: members of result unions that implement Problem, each with a message fit for its reader.
import 'reflect-metadata';
import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { Issue } from '../../hub/graphql/interfaces.ts';

@InterfaceType('Problem', { description: 'Why a mutation did not do what was asked.' })
export abstract class Problem {
  @Field(() => String, { description: 'What is wrong and what to do, in English.' })
  message!: string;
}

@ObjectType('NotAuthorized', { implements: Problem, description: 'The caller may not do this.' })
export class NotAuthorized extends Problem {
  constructor(message = 'Only operators and the administrator may do this. Sign in as one, or send `Authorization: Bearer <token>` with the administrator\'s token.') {
    super();
    this.message = message;
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

@ObjectType('NoSuchFlow', { implements: Problem, description: 'There is no such flow, or no decision about it.' })
export class NoSuchFlow extends Problem {
  constructor(message: string) {
    super();
    this.message = message;
  }
}

@ObjectType('FlowMappingRefused', { implements: Problem, description: 'The decision would not hold.' })
export class FlowMappingRefused extends Problem {
  @Field(() => String, { description: 'Stable code of the reason: TARGET_UNKNOWN, FACTOR_INVALID, UNIT_UNKNOWN, UNITS_INCOMPATIBLE, ORIGIN_CHANGED, CIRCLE, REASON_MISSING, NOT_ELEMENTARY.' })
  code: string;

  constructor(code: string, message: string) {
    super();
    this.code = code;
    this.message = message;
  }
}

@ObjectType('NoSuchRecord', { implements: Problem, description: 'There is no such record to see.' })
export class NoSuchRecord extends Problem {
  constructor(message: string) {
    super();
    this.message = message;
  }
}

@ObjectType('ConversionRefused', { implements: Problem, description: 'The record cannot be written in this format, or may not be passed on.' })
export class ConversionRefused extends Problem {
  @Field(() => String, { description: 'Stable code of the reason: UNWRITABLE, FORBIDDEN.' })
  code: string;

  @Field(() => [Issue], { description: 'What stands in the way.' })
  issues: object[];

  constructor(code: string, message: string, issues: object[]) {
    super();
    this.code = code;
    this.message = message;
    this.issues = issues;
  }
}

@ObjectType('PreviewTooLarge', { implements: Problem, description: 'The record is too large for a preview.' })
export class PreviewTooLarge extends Problem {
  constructor(message: string) {
    super();
    this.message = message;
  }
}
