#!/usr/bin/env node
// Tanlu: the executable. Checks its Node, brings TypeScript into it, hands over to the command line.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';
import { TanluError, exitCodeOf, messageOf } from './errors.ts';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`Tanlu needs Node 24; this is Node ${process.versions.node}. Start it through npm (npm start, npx tanlu …): the right Node comes with "npm ci".\n`);
  process.exit(2);
}
process.env['NODE_ENV'] ??= 'production'; // graphql-js checks every value for a second copy of itself otherwise
process.env['TSX_TSCONFIG_PATH'] ??= fileURLToPath(new URL('../tsconfig.json', import.meta.url)); // wherever the program is started; workers inherit it
// What V8 has compiled is kept beside the packages, for the next start and for the threads of this one; where nothing can be written there, nothing is.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../node_modules/.cache/tanlu-compiled', import.meta.url));
enableCompileCache(process.env['NODE_COMPILE_CACHE']);
register();
const { makeProgram } = await import('./cli/program.ts');

/** commander throws to end: 0 for help and version, anything else is wrong usage. */
function isCommander(error: unknown): error is { exitCode: number } {
  return (error as { code?: string }).code?.startsWith('commander.') === true;
}

try {
  await makeProgram().parseAsync(process.argv);
} catch (error) {
  if (isCommander(error)) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    if (!(error instanceof TanluError) && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
