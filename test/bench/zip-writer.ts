// Writes a zip file to the disk, entry by entry.
import { closeSync, openSync, writeSync } from 'node:fs';
import { ZipEncoder } from '../../src/formats/archive/zip-encoder.ts';

const blockBytes = 4 * 1024 ** 2;

export class ZipWriter {
  readonly #fd: number;
  readonly #zip: ZipEncoder;
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'w');
    this.#zip = new ZipEncoder((bytes) => {
      this.#pending.push(bytes);
      this.#pendingBytes += bytes.length;
      if (this.#pendingBytes > blockBytes) this.#flush();
    });
  }

  /** Adds a file of less than 2 GB. */
  add(path: string, content: Buffer): void {
    this.#zip.add(path, content);
  }

  /** Ends the file and gives its length in bytes. */
  close(): number {
    const length = this.#zip.end();
    this.#flush();
    closeSync(this.#fd);
    return length;
  }

  #flush(): void {
    const block = Buffer.concat(this.#pending);
    for (let written = 0; written < block.length;) written += writeSync(this.#fd, block, written);
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
