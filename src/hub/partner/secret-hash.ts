// Hashes of client secrets: scrypt (RFC 7914) with parameters and salt in the text, so that the cost may be raised without losing what is stored.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { TanluError } from '../../errors.ts';

/** N = 2^15, r = 8, p = 3: one of the equivalent settings of the OWASP Password Storage Cheat Sheet; 32 MiB for each hash. */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const mostMemory = 256 * 1024 ** 2;
const length = 32;

/** Each takes 32 MiB and a core: so many run at once, so many wait, the others are told to come again. */
const atOnce = 2;
const mostWaiting = 16;
let running = 0;
const waiting: (() => void)[] = [];

async function derive(secret: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) throw new TanluError('BUSY', 'Too many secrets are being checked. Try again in a few seconds.', { kind: 'unavailable' });
    await new Promise<void>((resolve) => { waiting.push(resolve); }); // whoever ends hands its place over
  } else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(secret, salt, length, { N, r, p, maxmem: mostMemory }, (error, key) => { if (error) reject(error); else resolve(key); });
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** `$scrypt$ln=15,r=8,p=3$salt$hash`, base64. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `$scrypt$ln=${Math.log2(cost.N)},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${(await derive(secret, salt, cost)).toString('base64')}`;
}

/** Stands in where there is no secret to compare with, so that the answer takes the same time. */
const nobody = `$scrypt$ln=${Math.log2(cost.N)},r=${cost.r},p=${cost.p}$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(length).toString('base64')}`;

/** Whether the secret is the one that was hashed; without a hash it is not, which takes as long to find out. */
export async function isSecret(secret: string, hash: string | null | undefined): Promise<boolean> {
  const [, ln, r, p, salt, stored] = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? nobody) ?? [];
  if (stored === undefined) throw new Error('The stored hash of a secret is malformed.');
  const derived = await derive(secret, Buffer.from(salt!, 'base64'), { N: 2 ** Number(ln), r: Number(r), p: Number(p) });
  const expected = Buffer.from(stored, 'base64');
  return expected.length === derived.length && timingSafeEqual(derived, expected) && hash != null;
}
