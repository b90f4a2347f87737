// Keys that sign tokens: their identifiers are named in commands.
import { expect, it } from 'vitest';
import { makeKeyPair } from '../../../src/server/oauth/signing-key-store.ts';

it('no identifier of a key looks like an option', async () => {
  const kids = await Promise.all(Array.from({ length: 400 }, async () => (await makeKeyPair()).kid));
  expect(kids.filter((kid) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/.test(kid))).toEqual([]);
});
