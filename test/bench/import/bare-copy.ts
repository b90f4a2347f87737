// Bare COPY: the exchanges of an imported database once more, from memory into an empty table of the same columns and indexes.
import { to as copyTo } from 'pg-copy-streams';
import { copyLines } from '../../../src/database/bulk/copy.ts';
import { connect } from '../../../src/database/connect.ts';

export interface CopyOutcome { seconds: number; rows: number; bytes: number }

/** Rows beyond this many are left out: they would only fill the memory of the bench. */
const MOST_ROWS = 200_000;

/** Copies the table out, then times copying it in, in one transaction. */
export async function bareCopy(databaseUrl: string): Promise<CopyOutcome> {
  const client = await connect(databaseUrl, 'tanlu bench copy');
  try {
    const columns = await client.query<{ name: string }>(`SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'exchange' AND table_schema = current_schema() ORDER BY ordinal_position`);
    const names = columns.rows.map((row) => row.name);
    const list = names.map((name) => `"${name}"`).join(', ');
    const pieces: Buffer[] = [];
    let rows = 0;
    for await (const piece of client.query(copyTo(`COPY (SELECT ${list} FROM exchange LIMIT ${MOST_ROWS}) TO STDOUT`))) pieces.push(piece as Buffer);
    const content = Buffer.concat(pieces);
    for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) rows += 1;
    await client.query('CREATE TABLE bench_exchange (LIKE exchange INCLUDING ALL)');
    const started = performance.now();
    await copyLines(client, 'bench_exchange', names, chunks(content));
    const seconds = (performance.now() - started) / 1000;
    await client.query('DROP TABLE bench_exchange');
    return { seconds, rows, bytes: content.length };
  } finally {
    await client.end();
  }
}

/** Whole lines, about 256 kB at a time, as the import writes them. */
function* chunks(content: Buffer): Iterable<string> {
  for (let at = 0; at < content.length;) {
    const last = content.indexOf(10, Math.min(at + 262_144, content.length - 1)) + 1;
    yield content.toString('utf8', at, last);
    at = last;
  }
}
