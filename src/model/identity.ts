// Deterministic identifiers: UUID version 5 (RFC 9562 §5.5), for everything that its source gives no UUID.
import { createHash } from 'node:crypto';

/** Namespace of all identifiers that the hub derives. */
export const HUB_NAMESPACE = '6a1d9c52-7b0e-5f7c-9d3e-2c8a4b1f0e57';

/** UUID v5 of a name in a namespace. Same input, same identifier, on every machine. */
export function uuidV5(name: string, namespace: string = HUB_NAMESPACE): string {
  const hash = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name, 'utf8').digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
