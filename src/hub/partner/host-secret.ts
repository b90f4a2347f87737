// The secret that the hub signs in with at the host of a partner: at rest it is sealed, bound to the partner.
import { seal, unseal } from '../access/seal.ts';

/** Place that the sealed secret is bound to. */
export const secretPlace = (partnerId: string): string => `partner ${partnerId}`;

export const sealHostSecret = (key: Buffer, partnerId: string, secret: string): Buffer => Buffer.from(seal(key, secret, secretPlace(partnerId)));

/** Throws where it was sealed with another key or for another partner. */
export const openHostSecret = (key: Buffer, partnerId: string, sealed: Buffer): string => unseal(key, sealed.toString('utf8'), secretPlace(partnerId));
