// Writes zip files by hand, wrong ones included: what no ordinary packer would make, a test must be able to.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string | Buffer;
  content?: string | Buffer;
  method?: number;
  flags?: number;
  /** What the headers say instead of the truth. */
  claims?: { byteLength?: number; compressedLength?: number; crc32?: number; offset?: number };
  /** Put sizes and offset into a zip64 extra field. */
  zip64?: boolean;
  /** Extra bytes in the local header only. */
  localExtra?: number;
}

export function zip(entries: ZipEntry[], options: { claimedCount?: number; comment?: string } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from((entry.content ?? '') as string);
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const { claims = {}, zip64 = false } = entry;
    const sizes = { crc: claims.crc32 ?? crc32(content), packed: claims.compressedLength ?? packed.length, unpacked: claims.byteLength ?? content.length };
    const flags = entry.flags ?? 0x800;

    const extra = Buffer.alloc(entry.localExtra ?? 0);
    if (extra.length >= 4) extra.writeUInt16LE(extra.length - 4, 2);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    writeFacts(local, 4, flags, method, sizes, false);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    parts.push(local, name, extra, packed);

    directory.push(central(name, flags, method, sizes, claims.offset ?? offset, zip64));
    offset += local.length + name.length + extra.length + packed.length;
  }
  const records = Buffer.concat(directory);
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.claimedCount ?? entries.length, 8);
  end.writeUInt16LE(options.claimedCount ?? entries.length, 10);
  end.writeUInt32LE(records.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, records, end, comment]);
}

interface Sizes {
  crc: number;
  packed: number;
  unpacked: number;
}

function central(name: Buffer, flags: number, method: number, sizes: Sizes, offset: number, zip64: boolean): Buffer {
  const record = Buffer.alloc(46);
  const extra = Buffer.alloc(zip64 ? 28 : 0);
  record.writeUInt32LE(0x02014b50, 0);
  writeFacts(record, 6, flags, method, sizes, zip64);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(zip64 ? 0xffffffff : offset, 42);
  if (zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(sizes.unpacked), 4);
    extra.writeBigUInt64LE(BigInt(sizes.packed), 12);
    extra.writeBigUInt64LE(BigInt(offset), 20);
  }
  return Buffer.concat([record, name, extra]);
}

// Version needed, flags, method, time, date, checksum and the two lengths stand in the same order in both headers.
function writeFacts(header: Buffer, at: number, flags: number, method: number, sizes: Sizes, zip64: boolean): void {
  header.writeUInt16LE(zip64 ? 45 : 20, at);
  header.writeUInt16LE(flags, at + 2);
  header.writeUInt16LE(method, at + 4);
  header.writeUInt32LE(sizes.crc, at + 10);
  header.writeUInt32LE(zip64 ? 0xffffffff : sizes.packed, at + 14);
  header.writeUInt32LE(zip64 ? 0xffffffff : sizes.unpacked, at + 18);
}
