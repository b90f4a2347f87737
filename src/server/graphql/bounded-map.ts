// A map of limited size that forgets what was used least recently.

export interface BoundedMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): boolean;
}

export function boundedMap<V>(limit: number): BoundedMap<V> {
  // Two generations instead of a list in order of use: a hit costs one look-up, and at least `limit / 2` recent entries stay.
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  const set = (key: string, value: V): void => {
    if (young.size >= limit / 2) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
    delete: (key) => old.delete(key) || young.delete(key),
  };
}
