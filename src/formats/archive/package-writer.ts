// What everything that writes a package offers: a zip on the disk, a folder, a stream.

export interface PackageWriter {
  /** Adds a file; `name` is its path inside the package, with slashes. */
  add(name: string, content: string | Uint8Array): Promise<void>;
  /** Ends the package and gives it its name. */
  close(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}
