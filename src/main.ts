// Tanlu: wires configuration, database, hub, server and command line together.
import { TanluError, exitCodeOf, messageOf } from './errors.ts';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`Tanlu needs Node 24; this is Node ${process.versions.node}. Start it through npm (npm start, npx tanlu …): the right Node comes with "npm ci".\n`);
  process.exit(2);
}

const { makeProgram } = await import('./cli/program.ts');

try {
  await makeProgram().parseAsync(process.argv);
} catch (error) {
  const exit = (error as { exitCode?: number; code?: string }).code?.startsWith('commander.') ? Math.min(2, (error as { exitCode: number }).exitCode * 2) : exitCodeOf(error);
  if (!(error as { code?: string }).code?.startsWith('commander.')) {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    if (!(error instanceof TanluError) && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  }
  process.exitCode = exit;
}
