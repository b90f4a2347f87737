// Bulk loading by COPY: rows as text lines, source documents as binary tuples so that their bytes are not doubled as hexadecimal.
import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function send(client: ClientBase, sql: string, chunks: Iterable<string | Buffer>): Promise<void> {
  const stream = client.query(copyFrom(sql));
  const finished = new Promise<void>((resolve, reject) => {
    stream.on('finish', () => resolve());
    stream.on('error', reject);
  });
  finished.catch(() => undefined);
  for (const chunk of chunks) if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), finished]);
  stream.end();
  await finished;
}

/** Loads COPY text lines (see copy-text.ts) into a table. */
export async function copyLines(client: ClientBase, table: string, columns: readonly string[], lines: Iterable<string>): Promise<void> {
  await send(client, `COPY ${quote(table)} (${columns.map(quote).join(', ')}) FROM STDIN`, lines);
}

/** Type of a binary COPY field. */
export type BinaryField = { type: 'text'; value: string | null } | { type: 'bytea' | 'uuid'; value: Buffer | null } | { type: 'bigint'; value: bigint | null } | { type: 'integer'; value: number | null };

function fieldBytes(field: BinaryField): Buffer | null {
  if (field.value === null) return null;
  switch (field.type) {
    case 'text': return Buffer.from(field.value, 'utf8');
    case 'bigint': { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(field.value); return bytes; }
    case 'integer': { const bytes = Buffer.alloc(4); bytes.writeInt32BE(field.value); return bytes; }
    default: return field.value;
  }
}

function* framed(rows: Iterable<Buffer>): Iterable<Buffer> {
  const header = Buffer.alloc(19);
  header.write('PGCOPY\n\xff\r\n\0', 'latin1');
  yield header;
  yield* rows;
  const trailer = Buffer.alloc(2);
  trailer.writeInt16BE(-1);
  yield trailer;
}

function* tuples(rows: Iterable<readonly BinaryField[]>): Iterable<Buffer> {
  for (const row of rows) {
    const count = Buffer.alloc(2);
    count.writeInt16BE(row.length);
    yield count;
    for (const field of row) {
      const bytes = fieldBytes(field);
      const length = Buffer.alloc(4);
      length.writeInt32BE(bytes === null ? -1 : bytes.length);
      yield length;
      if (bytes !== null) yield bytes;
    }
  }
}

/** Loads rows that are bytes already (see copy-binary.ts). */
export async function copyBytes(client: ClientBase, table: string, columns: readonly string[], rows: Iterable<Buffer>): Promise<void> {
  await send(client, `COPY ${quote(table)} (${columns.map(quote).join(', ')}) FROM STDIN (FORMAT binary)`, framed(rows));
}

/** Loads binary tuples (PostgreSQL manual, COPY, "Binary Format"). */
export async function copyBinary(client: ClientBase, table: string, columns: readonly string[], rows: Iterable<readonly BinaryField[]>): Promise<void> {
  await copyBytes(client, table, columns, tuples(rows));
}
