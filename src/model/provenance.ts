// Source document and import run: where every record came from, and how the import went.
import { z } from 'zod';
import { dateTime, decimal, integer, text } from './scalar.ts';

export const sourceDocument = z.object({
  sha256: text.describe('SHA-256 of the file, hexadecimal.'),
  name: text.describe('File name inside its package.'),
  format: text.describe('Adapter that read it: ilcd, ecospold2, …'),
  formatVersion: text.optional().describe('Version of the format as the file states it.'),
  byteLength: decimal.describe('Size of the file, uncompressed.').meta({ unit: 'byte' }),
  importedAt: dateTime.describe('When it was stored.'),
}).meta({ id: 'SourceDocument', description: 'An imported file, kept byte for byte.' });
export type SourceDocument = z.infer<typeof sourceDocument>;

export const importState = z.enum(['QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED', 'INTERRUPTED']).meta({ id: 'ImportState', description: 'State of an import run.' });

export const importRun = z.object({
  state: importState.describe('State.'),
  origin: text.describe('Name of the package as given.'),
  startedAt: dateTime.describe('Start.'),
  finishedAt: dateTime.optional().describe('End.'),
  adapterVersion: text.describe('Version of Tanlu that ran the import.'),
  filesTotal: integer.optional().describe('Files in the package.'),
  filesDone: integer.describe('Files finished.'),
  bytesTotal: decimal.optional().describe('Size of the package, uncompressed.').meta({ unit: 'byte' }),
  bytesDone: decimal.describe('Finished of it.').meta({ unit: 'byte' }),
  datasetsNew: integer.describe('Datasets stored for the first time.'),
  datasetsUpdated: integer.describe('Datasets stored as a new version.'),
  datasetsUnchanged: integer.describe('Datasets that were there already.'),
  datasetsRefused: integer.describe('Datasets refused.'),
  exchanges: integer.describe('Exchanges accounted for.'),
  message: text.optional().describe('Why the run failed, for people.'),
}).meta({ id: 'ImportRun', description: 'An import of a package, with its counts and issues.' });
export type ImportRun = z.infer<typeof importRun>;
