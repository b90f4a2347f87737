// What is registered of a partner: addresses as people copy them, identifiers made of names in any script.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkClientId, newClientId } from '../../../src/hub/partner/credential.ts';
import { baseAddress, partnerChange, registration } from '../../../src/hub/partner/partner-input.ts';

describe('the base address of a host', () => {
  it.each([
    ['https://pact.example.com', 'https://pact.example.com'], ['https://pact.example.com/', 'https://pact.example.com'], ['HTTPS://PACT.example.com:443/3', 'https://pact.example.com'], ['https://pact.example.com/3/events', 'https://pact.example.com'],
    ['https://pact.example.com/2/footprints/', 'https://pact.example.com'], ['https://example.com/pact/v3/3/', 'https://example.com/pact/v3'], ['http://127.0.0.1:4000/a//', 'http://127.0.0.1:4000/a'], ['https://example.com/33', 'https://example.com/33'],
  ])('of %s is %s', (text, expected) => expect(baseAddress(text)).toBe(expected));

  it.each(['', 'pact.example.com', '//pact.example.com', 'ftp://a.example', 'file:///etc/passwd', 'javascript:alert(1)', 'https://u@a.example', 'https://u:p@a.example', 'https://a.example?x', 'https://a.example/#', 'https://', `https://a.example/${'x'.repeat(2000)}`])('is none in %j', (text) => {
    expect(baseAddress(text)).toBeUndefined();
  });

  it('is its own base address', () => {
    fc.assert(fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), fc.array(fc.constantFrom('/a', '/3', '//', '/events'), { maxLength: 3 }), fc.constantFrom('', '/', '/2', '/3/', '/3/events'), (url, path, end) => {
      const found = baseAddress(url + path.join('') + end);
      expect(found).toBeDefined();
      expect(found).not.toMatch(/\/$/);
      expect(baseAddress(`${found}${end}`)).toBe(baseAddress(found!));
    }));
  });
});

describe('identifiers of programs', () => {
  it.each([['Rubber Buyers', /^rubber-buyers-[0-9a-f]{8}$/], ['Müller & Söhne GmbH', /^muller-sohne-gmbh-/], ['海南橡胶', /^partner-/], ['-', /^partner-/]])('of %s', (name, expected) => expect(newClientId(name)).toMatch(expected));

  it('are usable whatever the name is, and never the same', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      checkClientId(newClientId(name));
      expect(newClientId(name)).not.toBe(newClientId(name));
    }));
  });
});

describe('input', () => {
  it('has no fields but those that are known, and never throws anything but what is wrong', () => {
    expect(registration.safeParse({ name: 'A', kind: 'BUYER', status: 'ENDED' }).success).toBe(false);
    expect(partnerChange.safeParse({ id: 'x' }).success).toBe(false);
    fc.assert(fc.property(fc.record({ name: fc.anything(), kind: fc.anything(), baseUrl: fc.anything(), contacts: fc.anything(), syncMinutes: fc.anything() }, { requiredKeys: [] }), (input) => { registration.safeParse(input); partnerChange.safeParse(input); }));
  });
});
