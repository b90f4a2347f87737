// Canonical names: the namespace counts, the prefix of the file never does (E36, ILCD 52).
import { describe, expect, test } from 'vitest';
import { eventList } from './support/event-list.ts';

const prefixes = { 'urn:process': '', 'urn:common': 'common' };
const events = (text: string, assumeNamespace?: string) => eventList(text, { prefixes, ...(assumeNamespace === undefined ? {} : { assumeNamespace }) });

describe('E36 / ILCD 52', () => {
  const expected = ['<data version=1.1', '<common:UUID', 'x', '>common:UUID', '>data'];

  test.each([
    '<data version="1.1" xmlns="urn:process" xmlns:common="urn:common"><common:UUID>x</common:UUID></data>',
    '<p:data version="1.1" xmlns:p="urn:process" xmlns:ns2="urn:common"><ns2:UUID>x</ns2:UUID></p:data>',
    '<common:data version="1.1" xmlns:common="urn:process" xmlns="urn:common"><UUID>x</UUID></common:data>',
    '<data version="1.1" xmlns="urn:process"><UUID xmlns="urn:common">x</UUID></data>',
    '<data version="1.1" xmlns=" urn:process "><c:UUID xmlns:c="urn:common">x</c:UUID></data>',
  ])('%s', (text) => {
    expect(events(text)).toEqual({ events: expected, issues: [] });
  });

  test('a prefix bound anew in the middle counts inside only', () => {
    const text = '<a xmlns="urn:process" xmlns:n="urn:common"><n:b/><c xmlns:n="urn:process"><n:b><n:d xmlns:n="urn:x"/></n:b></c><n:b/></a>';
    expect(events(text).events.filter((event) => event.startsWith('<'))).toEqual(['<a', '<common:b', '<c', '<b', '<{urn:x}d', '<common:b']);
  });

  test('the name at the end is the name at the beginning, also where a scope ends', () => {
    const text = '<a xmlns="urn:process"><b xmlns="urn:common"/><c xmlns="urn:common"><d/></c><e/></a>';
    expect(events(text).events).toEqual(['<a', '<common:b', '>common:b', '<common:c', '<common:d', '>common:d', '>common:c', '<e', '>e', '>a']);
  });

  test('an unknown namespace stays visible, and so does none at all', () => {
    expect(events('<a xmlns="urn:process"><b xmlns="urn:other"/><c xmlns=""/></a>').events).toEqual(['<a', '<{urn:other}b', '>{urn:other}b', '<{}c', '>{}c', '>a']);
    expect(events('<a/>').events).toEqual(['<{}a', '>{}a']);
  });

  test('a namespace that is called like something of every object is just unknown', () => {
    expect(events('<a xmlns="constructor"/>').events[0]).toBe('<{constructor}a');
  });

  test('names under the same declarations in another table are other names', () => {
    const text = '<a xmlns="urn:process"/>';
    expect(eventList(text, { prefixes: { 'urn:process': 'p' } }).events[0]).toBe('<p:a');
    expect(eventList(text, { prefixes: { 'urn:process': 'q' } }).events[0]).toBe('<q:a');
  });

  test('a document without namespaces is read by local names when its adapter says so', () => {
    const missing = [{ code: 'namespace-missing', kind: 'repaired', severity: 'warning', file: 'file.xml', params: { root: 'data' } }];
    expect(events('<data version="1.1"><common:UUID>x</common:UUID></data>', 'urn:process')).toEqual({ events: expected, issues: missing });
    expect(events('<data version="1.1"><c:UUID xmlns:c="urn:common">x</c:UUID></data>', 'urn:process')).toEqual({ events: expected, issues: missing });
    expect(events('<data xmlns=""><b xmlns=""/></data>', 'urn:process').events).toEqual(['<data', '<b', '>b', '>data']);
  });

  test('what was assumed for one document is not remembered for another', () => {
    const text = '<data xmlns:c="urn:common"/>';
    expect(events(text, 'urn:process').events[0]).toBe('<data');
    expect(events(text).events[0]).toBe('<{}data');
    expect(events(text, 'urn:common').events[0]).toBe('<common:data');
  });

  test('the assumption holds only where the root has no namespace', () => {
    expect(events('<data xmlns="urn:other"><b xmlns=""/></data>', 'urn:process')).toEqual({ events: ['<{urn:other}data', '<{}b', '>{}b', '>{urn:other}data'], issues: [] });
  });

  test('a prefix that is declared nowhere is told with its place', () => {
    expect(() => events('<data xmlns="urn:process">\n <common:UUID/></data>')).toThrow(/line 2, column 2: the prefix of common:UUID is not declared/);
    expect(() => events('<a xmlns="urn:process"><b es:id="1"/></a>')).toThrow(/prefix of es:id/);
  });
});

describe('attributes', () => {
  const first = (text: string) => events(text).events[0];

  test('have canonical names; without prefix they are in no namespace', () => {
    expect(first('<a xmlns="urn:process" xmlns:n="urn:common" xmlns:o="urn:other" id="1" n:id="2" o:id="3" xml:lang="zh"/>')).toBe('<a id=1 xml:lang=zh common:id=2 {urn:other}id=3');
  });

  test('ILCD 52 declarations and schema hints are not passed on', () => {
    expect(first('<a xmlns="urn:process" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="wrong" x:type="t" x:noNamespaceSchemaLocation="n" id="1"/>')).toBe('<a id=1');
  });

  test('of the canonical namespace without prefix do not overwrite plain ones', () => {
    expect(first('<p:a xmlns:p="urn:process" p:id="1"/>')).toBe('<a id=1');
    expect(first('<p:a xmlns:p="urn:process" p:id="1" id="2"/>')).toBe('<a id=2 {urn:process}id=1');
  });

  test('given twice under two prefixes are refused', () => {
    expect(() => events('<a xmlns:p="urn:common" xmlns:q="urn:common" xmlns="urn:process" p:id="1" q:id="2"/>')).toThrow(/line 1, column 1: the attribute q:id stands twice in one tag/);
  });
});
