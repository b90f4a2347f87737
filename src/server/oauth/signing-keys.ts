// Signing keys in use: the one that signs, those that verify, the set that is published (RFC 7517). Kept in memory for a short while.
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { messageOf, TanluError } from '../../errors.ts';
import { signingAlgorithm, type SigningKeyRow, type SigningKeyStore } from './signing-key-store.ts';
import { unseal } from '../../hub/access/seal.ts';

export interface SigningKeysOptions {
  store: SigningKeyStore;
  /** Key that the private keys are sealed with. */
  sealing: Buffer;
  /** Longest life of anything signed, in seconds: so long a retired key verifies. */
  longestSeconds: number;
  /** How long the keys are believed to be as they were read, in milliseconds: a revocation elsewhere is known after this time. */
  keptMs?: number;
}

interface Keys {
  readAt: number;
  active: { kid: string; key: CryptoKey };
  verifying: Map<string, CryptoKey>;
  published: JWK[];
}

/** Tokens with an unknown key make the keys be read anew, but not more often than this. */
const unknownKidMs = 1000;

export class SigningKeys {
  private keys: Keys | undefined;
  private reading: Promise<Keys> | undefined;

  constructor(private readonly options: SigningKeysOptions) {}

  get store(): SigningKeyStore {
    return this.options.store;
  }

  /** The key that signs now. */
  async active(): Promise<Keys['active']> {
    return (await this.current()).active;
  }

  /** The key of this identifier, unless it is revoked, spent or unknown; looks into the database once for one that is not known. */
  async verifying(kid: string): Promise<CryptoKey | undefined> {
    const keys = await this.current();
    const found = keys.verifying.get(kid);
    if (found !== undefined || performance.now() - keys.readAt < unknownKidMs) return found;
    return (await this.read()).verifying.get(kid);
  }

  /** Public keys of all that verify now or will soon (RFC 7517 §5). */
  async published(): Promise<{ keys: JWK[] }> {
    return { keys: (await this.current()).published };
  }

  async rotate(): Promise<void> {
    await this.options.store.rotate(this.retiredSeconds);
    this.forget();
  }

  /** All tokens of the key end: here at once, in other processes when they read the keys again. False when there is no such key. */
  async revoke(kid: string): Promise<boolean> {
    const known = await this.options.store.revoke(kid);
    this.forget();
    return known;
  }

  /** What is being read may have been read too early: it is not kept. */
  private forget(): void {
    this.keys = undefined;
    this.reading = undefined;
  }

  /** So long a key verifies after it has been retired: another process may go on signing with it until it reads the keys again. */
  get retiredSeconds(): number {
    return this.options.longestSeconds + Math.ceil((this.options.keptMs ?? 2000) / 1000) + 10;
  }

  private async current(): Promise<Keys> {
    const { keys, options: { keptMs = 2000 } } = this;
    return keys !== undefined && performance.now() - keys.readAt < keptMs ? keys : this.read();
  }

  private read(): Promise<Keys> {
    if (this.reading !== undefined) return this.reading;
    const reading = this.load().then((keys) => {
      if (this.reading === reading) this.keys = keys;
      return keys;
    }).finally(() => { if (this.reading === reading) this.reading = undefined; });
    this.reading = reading;
    return reading;
  }

  private async load(): Promise<Keys> {
    const { store } = this.options;
    let rows = await store.list();
    if (!rows.some((row) => row.state === 'ACTIVE' && !row.due) || !rows.some((row) => row.state === 'NEXT')) {
      await store.maintain(this.retiredSeconds);
      rows = await store.list();
    }
    const alive = rows.filter((row) => row.state !== 'REVOKED' && !row.spent);
    const active = alive.find((row) => row.state === 'ACTIVE')!;
    const verifying = await Promise.all(alive.map(async ({ kid, publicJwk }) => [kid, await importJWK(publicJwk, signingAlgorithm) as CryptoKey] as const));
    return {
      readAt: performance.now(), active: { kid: active.kid, key: await this.open(active) }, verifying: new Map(verifying),
      published: alive.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, use: 'sig', alg: signingAlgorithm })),
    };
  }

  private async open(row: SigningKeyRow): Promise<CryptoKey> {
    try {
      return await importJWK(JSON.parse(unseal(this.options.sealing, row.privateJwk, row.kid)) as JWK, signingAlgorithm) as CryptoKey;
    } catch (cause) {
      throw new TanluError('SIGNING_KEY_SEALED', `The signing key ${row.kid} was sealed with another secret (${messageOf(cause)}). Give every process of this database the same TANLU_SECRET_KEY; where that is lost, "tanlu keys revoke --all" makes new keys and ends all tokens.`, { kind: 'unavailable', cause });
    }
  }
}
