// Writes a zip file entry by entry (APPNOTE 6.3.9, deflate), zip64 where offsets or the number of entries ask for it.
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

const LIMIT_32 = 0xffffffff;
const LIMIT_16 = 0xffff;
/** 1 January 2024, 00:00, so that the same content gives the same file. */
const DAY = ((2024 - 1980) << 9) | (1 << 5) | 1;
const UTF8_NAMES = 0x800;

export class ZipWriter {
  readonly #fd: number;
  readonly #directory: Buffer[] = [];
  #offset = 0;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #count = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  /** Adds a file of less than 4 GB. */
  add(path: string, content: Buffer): void {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 6 });
    const checksum = crc32(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    this.#facts(local, 4, 20, checksum, packed.length, content.length, name.length);
    const far = this.#offset > LIMIT_32 - 1;
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(45, 4);
    this.#facts(central, 6, far ? 45 : 20, checksum, packed.length, content.length, name.length);
    central.writeUInt32LE(far ? LIMIT_32 : this.#offset, 42);
    const extra = Buffer.alloc(far ? 12 : 0);
    if (far) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(this.#offset), 4);
      central.writeUInt16LE(extra.length, 30);
    }
    this.#directory.push(central, name, extra);
    this.#count += 1;
    this.#write(local, name, packed);
  }

  /** Ends the file and gives its length in bytes. */
  close(): number {
    const start = this.#offset;
    this.#write(Buffer.concat(this.#directory));
    const length = this.#offset - start;
    if (this.#count > LIMIT_16 - 1 || start > LIMIT_32 - 1 || length > LIMIT_32 - 1) this.#write64(start, length);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Math.min(this.#count, LIMIT_16), 8);
    end.writeUInt16LE(Math.min(this.#count, LIMIT_16), 10);
    end.writeUInt32LE(Math.min(length, LIMIT_32), 12);
    end.writeUInt32LE(Math.min(start, LIMIT_32), 16);
    this.#write(end);
    this.#flush();
    closeSync(this.#fd);
    return this.#offset;
  }

  // Version needed, flags, method, time, day, checksum, the two lengths and the length of the name stand in the same order in both headers.
  #facts(header: Buffer, at: number, version: number, checksum: number, packed: number, unpacked: number, name: number): void {
    header.writeUInt16LE(version, at);
    header.writeUInt16LE(UTF8_NAMES, at + 2);
    header.writeUInt16LE(8, at + 4);
    header.writeUInt16LE(DAY, at + 8);
    header.writeUInt32LE(checksum, at + 10);
    header.writeUInt32LE(packed, at + 14);
    header.writeUInt32LE(unpacked, at + 18);
    header.writeUInt16LE(name, at + 22);
  }

  #write64(start: number, length: number): void {
    const end = Buffer.alloc(56 + 20);
    const at = this.#offset;
    end.writeUInt32LE(0x06064b50, 0);
    end.writeBigUInt64LE(44n, 4);
    end.writeUInt16LE(45, 12);
    end.writeUInt16LE(45, 14);
    end.writeBigUInt64LE(BigInt(this.#count), 24);
    end.writeBigUInt64LE(BigInt(this.#count), 32);
    end.writeBigUInt64LE(BigInt(length), 40);
    end.writeBigUInt64LE(BigInt(start), 48);
    end.writeUInt32LE(0x07064b50, 56);
    end.writeBigUInt64LE(BigInt(at), 64);
    end.writeUInt32LE(1, 72);
    this.#write(end);
  }

  #write(...parts: Buffer[]): void {
    for (const part of parts) {
      this.#pending.push(part);
      this.#pendingBytes += part.length;
      this.#offset += part.length;
    }
    if (this.#pendingBytes > 4 * 1024 ** 2) this.#flush();
  }

  #flush(): void {
    const block = Buffer.concat(this.#pending);
    for (let written = 0; written < block.length;) written += writeSync(this.#fd, block, written);
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
