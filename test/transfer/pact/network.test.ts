// The network rules and one bounded exchange: what is refused before a byte is sent, what ends a bad answer.
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { HttpSender } from '../../../src/transfer/pact/client/http.ts';
import { checkAddress, checkUrl, type NetworkRules } from '../../../src/transfer/pact/client/network-rules.ts';
import { makeAuthority, selfSigned, type Authority } from './support/certificates.ts';
import { json, littleServer } from './support/little-server.ts';

const local: NetworkRules = { allowPrivate: true, allowHttp: 'private', timeout: 2000 };
const codeOf = async (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: { code?: unknown }) => error.code);
const get = async (url: string, rules: NetworkRules, ports?: string[]) => {
  const sender = new HttpSender(rules, ports);
  try {
    return await sender.send({ method: 'GET', url });
  } finally {
    await sender.close();
  }
};

describe('addresses', () => {
  it.each([
    '127.0.0.1', '127.255.255.254', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.1.1', '100.64.0.1', '0.0.0.0', '0.1.2.3', '255.255.255.255', '224.0.0.1', '240.0.0.1',
    '192.0.2.1', '198.18.0.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'fec0::1', '100::1',
    '169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '::ffff:169.254.169.254', 'no address',
  ])('%s is refused by default', (address) => {
    expect(() => checkAddress(address, 'host.example', 'https:', {})).toThrow(expect.objectContaining({ code: 'PACT_ADDRESS_REFUSED' }) as Error);
  });

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(() => checkAddress(address, 'host.example', 'https:', {})).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '169.254.169.254', '::ffff:169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '224.0.0.1', '240.0.0.1'])('%s is refused even where private addresses are allowed', (address) => {
    expect(() => checkAddress(address, 'host.example', 'https:', { allowPrivate: true })).toThrow('host.example leads to');
  });

  it('a list opens blocks, addresses and hosts, and nothing else', () => {
    const rules = { allowPrivate: ['10.1.0.0/16', '192.168.1.7', 'hub.internal', 'fd12::/32'] };
    for (const [address, host] of [['10.1.2.3', 'a'], ['192.168.1.7', 'a'], ['172.16.0.1', 'HUB.internal.'], ['fd12::1', 'a'], ['::ffff:10.1.9.9', 'a']] as const) expect(() => checkAddress(address, host, 'https:', rules)).not.toThrow();
    for (const [address, host] of [['10.2.0.1', 'a'], ['192.168.1.8', 'a'], ['172.16.0.1', 'not-hub.internal'], ['fd13::1', 'a'], ['127.0.0.1', 'a']] as const) expect(() => checkAddress(address, host, 'https:', rules)).toThrow('Only public hosts');
  });

  it('plain http: nowhere, at private addresses alone, at listed hosts alone', () => {
    expect(() => checkAddress('8.8.8.8', 'a', 'http:', {})).toThrow('plain http');
    expect(() => checkAddress('8.8.8.8', 'a', 'http:', { allowHttp: 'private', allowPrivate: true })).toThrow('plain http');
    expect(() => checkAddress('10.0.0.1', 'a', 'http:', { allowHttp: 'private', allowPrivate: true })).not.toThrow();
    expect(() => checkAddress('8.8.8.8', 'a', 'http:', { allowHttp: ['a'] })).not.toThrow();
    expect(() => checkAddress('8.8.8.8', 'b', 'http:', { allowHttp: ['a'] })).toThrow('plain http');
  });
});

describe('URLs', () => {
  it.each([
    ['ftp://host.example/', 'PACT_URL_INVALID'], ['file:///etc/passwd', 'PACT_URL_INVALID'], ['nonsense', 'PACT_URL_INVALID'], ['https://user:secret@host.example/', 'PACT_URL_INVALID'],
    ['http://host.example/', 'PACT_ADDRESS_REFUSED'], ['https://127.0.0.1/', 'PACT_ADDRESS_REFUSED'], ['https://2130706433/', 'PACT_ADDRESS_REFUSED'], ['https://0x7f.1/', 'PACT_ADDRESS_REFUSED'],
    ['https://[::1]/', 'PACT_ADDRESS_REFUSED'], ['https://[::ffff:7f00:1]/', 'PACT_ADDRESS_REFUSED'],
  ])('%s: %s', (url, code) => {
    expect(() => checkUrl(url, {})).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('a message never shows the password of a URL', () => {
    expect(() => checkUrl('https://user:geheim@host.example/', {})).not.toThrow('geheim');
    expect(() => checkUrl('https://user:geheim@host.example/', {})).toThrow('//…@host.example');
  });
});

describe('names', () => {
  it('a name that leads to a private address is refused, nothing is sent', async () => {
    await using server = await littleServer((_, response) => json(response, 200, {}));
    expect(await codeOf(get(`https://public.example:${server.port}/`, { resolve: async () => ['127.0.0.1'] }))).toBe('PACT_ADDRESS_REFUSED');
    expect(await codeOf(get(`http://public.example:${server.port}/`, { allowHttp: true, resolve: async () => ['8.8.8.8', '127.0.0.1'] }))).toBe('PACT_ADDRESS_REFUSED');
    expect(server.seen).toEqual([]);
  });

  it('the connection goes to the address that was checked, looked up once, with the name in Host', async () => {
    await using server = await littleServer((_, response) => json(response, 200, {}));
    let asked = 0;
    const resolve = async () => ((asked += 1) === 1 ? ['127.0.0.1'] : ['10.255.255.1']); // a name server that changes its mind
    await get(`http://partner.example:${server.port}/2`, { ...local, resolve });
    expect(asked).toBe(1);
    expect(server.seen[0]!.headers.host).toBe(`partner.example:${server.port}`);
  });

  it('plain http that is allowed at private addresses alone goes to no public one', async () => {
    expect(await codeOf(get('http://public.example/', { ...local, resolve: async () => ['8.8.8.8'] }))).toBe('PACT_ADDRESS_REFUSED');
  });

  it('a name that nobody knows', async () => {
    expect(await codeOf(get('https://nowhere.invalid/', { resolve: async () => { throw Object.assign(new Error('x'), { code: 'ENOTFOUND' }); } }))).toBe('PACT_UNREACHABLE');
    expect(await codeOf(get('https://nowhere.invalid/', { resolve: async () => [] }))).toBe('PACT_UNREACHABLE');
  });

  it('ports that are not registered are refused', async () => {
    expect(await codeOf(get('https://partner.example:8443/', {}, ['443']))).toBe('PACT_ADDRESS_REFUSED');
  });
});

describe('certificates', () => {
  let authority: Authority;
  beforeAll(async () => { authority = await makeAuthority(); });

  it('the authority given is trusted, beside those of the system; SNI carries the name', async () => {
    await using server = await littleServer((_, response) => json(response, 200, { ok: true }), await authority.issue({ names: ['partner.example'] }));
    const response = await get(`https://partner.example:${server.port}/`, { ...local, ca: authority.ca, resolve: async () => ['127.0.0.1'] });
    expect(response.body.toString()).toBe('{"ok":true}');
  });

  it.each([
    ['of an authority that is not known', async () => authority.issue(), {}, 'not known here'],
    ['self-signed', async () => selfSigned(), {}, 'self-signed'],
    ['expired', async () => authority.issue({ from: new Date('2020-01-01'), until: new Date('2020-02-01') }), { known: true }, 'has expired'],
    ['for another name', async () => authority.issue({ names: ['elsewhere.example'] }), { known: true }, 'another name'],
  ] as const)('%s', async (_, issue, { known }: { known?: boolean }, words) => {
    await using server = await littleServer((_request, response) => json(response, 200, {}), await issue());
    const rules = known === true ? { ...local, ca: authority.ca } : local;
    await expect(get(server.url, rules)).rejects.toMatchObject({ code: 'PACT_CERTIFICATE', message: expect.stringContaining(words) as string });
    expect(server.seen).toEqual([]);
  });

  it('https to a port that speaks http', async () => {
    await using server = await littleServer((_, response) => json(response, 200, {}));
    expect(await codeOf(get(server.url.replace('http', 'https'), local))).toBe('PACT_CERTIFICATE');
  });
});

describe('bad answers', () => {
  it('nobody listens', async () => {
    const server = await littleServer(() => {});
    await server.close();
    await expect(get(server.url, local)).rejects.toMatchObject({ code: 'PACT_UNREACHABLE', message: expect.stringContaining('nothing listens there') as string });
  });

  it('a connection broken off in the middle', async () => {
    await using server = await littleServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await codeOf(get(server.url, local))).toBe('PACT_UNREACHABLE');
  });

  it('a host that never answers, and one that drips', async () => {
    await using slow = await littleServer(() => {});
    await using dripping = await littleServer(async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      for (let n = 0; n < 50 && !response.destroyed; n += 1) {
        response.write(' ');
        await pause(50);
      }
    });
    const start = Date.now();
    expect(await codeOf(get(slow.url, { ...local, timeout: 300 }))).toBe('PACT_TIMEOUT');
    expect(await codeOf(get(dripping.url, { ...local, timeout: 300 }))).toBe('PACT_TIMEOUT');
    expect(Date.now() - start).toBeLessThan(2000);
  });

  it('an answer without end is cut at the limit, whatever length it states', async () => {
    let written = 0;
    await using server = await littleServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) written += 65_536;
      };
      response.on('drain', more);
      more();
    });
    expect(await codeOf(get(server.url, { ...local, maxBytes: 200_000 }))).toBe('PACT_TOO_LARGE');
    expect(written).toBeLessThan(50_000_000);
  });

  it('headers without end', async () => {
    await using server = await littleServer((_, response) => { response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end(); });
    expect(await codeOf(get(server.url, local))).toBe('PACT_TOO_LARGE');
  });

  it('a redirect to an internal address is not followed', async () => {
    await using inner = await littleServer((_, response) => json(response, 200, { secret: true }));
    await using server = await littleServer((_, response) => { response.writeHead(302, { location: inner.url }).end(); });
    expect((await get(server.url, local)).status).toBe(302);
    expect(inner.seen).toEqual([]);
  });
});
