// A certificate authority of our own and what it signs, made anew for a run of the tests: good, expired, for another name, self-signed.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 3600 * 1000;

export interface Identity { cert: string; key: string }
interface Wanted { names?: string[]; from?: Date; until?: Date }

export interface Authority { ca: string; issue(wanted?: Wanted): Promise<Identity> }

const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
const pemOf = async (key: webcrypto.CryptoKey): Promise<string> => x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
const namesOf = (names: string[]) => new x509.SubjectAlternativeNameExtension(names.map((name) => ({ type: /^[\d.]+$|:/.test(name) ? 'ip' as const : 'dns' as const, value: name })));
let serial = 0;
const base = ({ from = new Date(Date.now() - day), until = new Date(Date.now() + day) }: Wanted) => ({ serialNumber: `0${(serial += 1).toString(16)}`.slice(-2), notBefore: from, notAfter: until, signingAlgorithm: algorithm });

export async function makeAuthority(): Promise<Authority> {
  const keys = await makeKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...base({}), name: 'CN=Test authority', keys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  });
  return {
    ca: ca.toString('pem'),
    async issue(wanted = {}) {
      const own = await makeKeys();
      const cert = await x509.X509CertificateGenerator.create({
        ...base(wanted), subject: 'CN=Test host', issuer: ca.subject, publicKey: own.publicKey, signingKey: keys.privateKey,
        extensions: [namesOf(wanted.names ?? ['localhost', '127.0.0.1'])],
      });
      return { cert: cert.toString('pem'), key: await pemOf(own.privateKey) };
    },
  };
}

export async function selfSigned(): Promise<Identity> {
  const keys = await makeKeys();
  const cert = await x509.X509CertificateGenerator.createSelfSigned({ ...base({}), name: 'CN=Test host', keys, extensions: [namesOf(['localhost', '127.0.0.1'])] });
  return { cert: cert.toString('pem'), key: await pemOf(keys.privateKey) };
}
