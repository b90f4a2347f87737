// Rows in PostgreSQL's binary COPY format (PostgreSQL manual, COPY, "Binary Format"), written once into bytes; the key of their owner is put in later.
import type { Column, ColumnType, RowContext } from '../tables/column.ts';

/** Rows as bytes, with the places of the owner's key in them. */
export interface BinaryRows { bytes: Buffer; keys: readonly number[] }

const longestByHand = 48;
/** Value of a hexadecimal digit by its character code. */
const hexadecimal: (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? undefined : value;
});
const noContext: RowContext = {};

/** Grows as needed and is used again for every dataset. */
let scratch = Buffer.allocUnsafe(1 << 20);
let length = 0;

function reserve(size: number): void {
  if (length + size <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + size));
  scratch.copy(larger, 0, 0, length);
  scratch = larger;
}

function putText(text: string, version: number | undefined): void {
  reserve(text.length * 3 + 8);
  const start = length + 4;
  let at = start;
  if (version !== undefined) {
    scratch[at] = version;
    at += 1;
  }
  at = text.length > longestByHand ? at + scratch.write(text, at, 'utf8') : putShort(text, at);
  scratch.writeInt32BE(at - start, length);
  length = at;
}

/** Most texts are short and ASCII: byte by byte they are written before a call into the runtime would have begun. */
function putShort(text: string, from: number): number {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return from + scratch.write(text, from, 'utf8');
    scratch[from + i] = code;
  }
  return from + text.length;
}

function putFixed(size: number): number {
  reserve(size + 4);
  scratch.writeInt32BE(size, length);
  const at = length + 4;
  length = at + size;
  return at;
}

function putUuid(text: string): void {
  const at = putFixed(16);
  let digits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = hexadecimal[text.charCodeAt(i)];
    if (value === undefined) continue;
    if (digits % 2 === 0) scratch[at + (digits >> 1)] = value << 4;
    else scratch[at + (digits >> 1)]! |= value;
    digits += 1;
  }
  if (digits !== 32) throw new Error(`${text} is not a UUID`);
}

function put(type: ColumnType, value: unknown): void {
  if (value === undefined || value === null) {
    reserve(4);
    scratch.writeInt32BE(-1, length);
    length += 4;
    return;
  }
  switch (type) {
    case 'text': return putText(value as string, undefined);
    case 'jsonb': return putText(JSON.stringify(value), 1);
    case 'uuid': return putUuid(value as string);
    case 'boolean': { scratch[putFixed(1)] = value === true ? 1 : 0; return; }
    case 'integer': { const at = putFixed(4); scratch.writeInt32BE(value as number, at); return; }
    case 'double precision': { const at = putFixed(8); scratch.writeDoubleBE(value as number, at); return; }
    case 'bigint': { const at = putFixed(8); scratch.writeBigInt64BE(BigInt(value as number), at); return; }
    default: throw new Error(`a column of type ${type} is not written in binary`);
  }
}

/** Rows whose first column is the key of their owner (bigint, zero until `setOwner`), then `columns`. */
export function binaryRows(columns: readonly Column[], records: readonly unknown[]): BinaryRows {
  length = 0;
  const keys: number[] = [];
  for (const record of records) {
    reserve(2);
    scratch.writeInt16BE(columns.length + 1, length);
    length += 2;
    const at = putFixed(8);
    scratch.writeBigInt64BE(0n, at);
    keys.push(at);
    for (const column of columns) put(column.type, column.from!(record as never, noContext));
  }
  return { bytes: Buffer.from(scratch.subarray(0, length)), keys };
}

/** Puts the key of the owner into every row. */
export function setOwner(rows: BinaryRows, key: string): void {
  const owner = BigInt(key);
  for (const at of rows.keys) rows.bytes.writeBigInt64BE(owner, at);
}
