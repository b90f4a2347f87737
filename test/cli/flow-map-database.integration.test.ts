// tanlu flow-map apply and export on a database: what was decided by file and by hand, written out and applied to another hub.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportCommand } from '../../src/cli/export.command.ts';
import { flowMapCommand } from '../../src/cli/flow-map.command.ts';
import { migrate } from '../../src/database/migrate.ts';
import { MappingService } from '../../src/transfer/flow-maps/mapping-service.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { olcaPackage } from '../transfer/convert/support/olca-package.ts';

const dust = { id: '0f0f0f0f-0000-4000-8000-000000000002', name: 'Rubber dust' };
const odor = { id: '0f0f0f0f-0000-4000-8000-000000000003', name: 'Odor' };
const nitrous = '08a91e70-3ddc-11dd-94c3-0050c2490048';
const folder = mkdtempSync(join(tmpdir(), 'tanlu-flow-map-cli-'));
let hubs: FreshDatabase[];

beforeAll(async () => {
  hubs = [await freshDatabase(), await freshDatabase()];
  const path = olcaPackage(join(folder, 'package'), { exchanges: [{ flow: dust, amount: 1 }, { flow: odor, amount: 2 }] });
  for (const { url } of hubs) {
    await migrate(url);
    await importPackages({ databaseUrl: url, paths: [path], adapterVersion: 'test', workers: 1 });
  }
});
afterAll(async () => {
  for (const hub of hubs) await hub.drop();
  rmSync(folder, { recursive: true });
});
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllEnvs(); process.exitCode = undefined; });

async function run(hub: number, ...words: string[]): Promise<string> {
  vi.stubEnv('DATABASE_URL', hubs[hub]!.url);
  vi.stubEnv('TANLU_DATA', join(folder, 'data'));
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => { said += String(chunk); return true; });
  const program = new Command().exitOverride();
  flowMapCommand(program);
  exportCommand(program);
  await program.parseAsync(words, { from: 'user' });
  vi.restoreAllMocks();
  return said;
}

describe('tanlu flow-map on a database', () => {
  it('writes the decisions of one hub and applies them in another; applied again nothing changes', async () => {
    await new MappingService(hubs[0]!.url).mapFlow({ flowId: dust.id, targetId: nitrous, condition: 'PROXY', reason: 'only for this test' });
    const file = join(folder, 'decisions.csv');
    expect(await run(0, 'flow-map', 'export', '-o', file)).toContain('1 rows: ~ 1');
    expect(readFileSync(file, 'utf8')).toContain('only for this test');
    expect(JSON.parse(await run(1, 'flow-map', 'apply', '--flow-map', file, '--json'))).toMatchObject({ examined: 2, changed: 1, flows: { FILE: 1, NONE: 1, total: 2 } });
    expect(await run(1, 'flow-map', 'apply')).toContain('2 elementary flows: 0 mappings added, 0 changed, 2 unchanged');
  });

  it('exports led to a list say so on the terminal', async () => {
    const text = await run(1, 'export', '--format', 'ilcd', '--flow-list', 'ilcd', '-o', join(folder, 'out'));
    expect(text).toContain('flow maps  decisions of the hub, → ILCD-EF 3.1; 1 datasets of flows replaced');
    expect(text).toContain('2: 1 by mapping file, 0 by id, 0 by CAS number, 0 by name, 1 unmapped');
  });
});
