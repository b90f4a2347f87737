// What the thread that packs a zip and the one that gives it files tell each other.

/** Where the zip goes. */
export interface PackData { path: string }

export type ToPacker = { type: 'files'; bytes: number; files: [name: string, content: string | Uint8Array][] } | { type: 'end' };

export type FromPacker = { type: 'packed'; bytes: number } | { type: 'ended' } | { type: 'failed'; code: string | undefined; message: string };
