// Checking against schemas: chosen by root, compiled offline, messages in plain words with lines.
import { afterEach, describe, expect, it } from 'vitest';
import type { TemporaryFolder } from '../../formats/support/temporary-folder.ts';
import { issueText } from '../../../src/model/issue.ts';
import { asParentDataset, SchemaCheck } from '../../../src/transfer/validate/xsd.ts';
import { CHILD, schemaFolder, SPOLD } from './schemas.ts';

const open: { check?: SchemaCheck; folder?: TemporaryFolder } = {};
afterEach(() => {
  open.check?.dispose();
  open.folder?.remove();
});

async function schemas(changes: Record<string, string | undefined> = {}, limit?: number): Promise<SchemaCheck> {
  open.folder = schemaFolder(changes);
  open.check = await SchemaCheck.open(open.folder.path, limit);
  return open.check;
}

const document = (content: string, attributes = 'version="1"') => Buffer.from(`<dataset xmlns="urn:test:main" ${attributes}>\n${content}\n</dataset>`);
const tell = (check: SchemaCheck, bytes: Buffer) => check.check(bytes, 'a.xml')!.issues.map((i) => `${String(i.params['line'] ?? '-')} ${i.code}: ${issueText(i)}`);

describe('official schemas', () => {
  it('passes a valid document; a place on the network is answered by the folder', async () => {
    expect((await schemas()).check(document('<name xml:lang="en">x</name><kind>Waste</kind>'), 'a.xml')).toEqual({ state: 'valid', issues: [], messages: 0 });
  });

  it('checks texts without xml:lang, at which libxml2 would stop', async () => {
    const check = await schemas();
    expect(check.check(document('<name>x</name><kind>Waste</kind>'), 'a.xml')!.state).toBe('valid');
    expect(tell(check, document('<name>x</name>\n<kind>Waste</kind><amount>abc</amount>'))).toEqual(['3 schema-value: amount is "abc", which is no double.']);
  });

  it('tells each kind of violation in plain words, with its line', async () => {
    const check = await schemas();
    expect(tell(check, document('<name xml:lang="!">x</name>\n<kind>Gas</kind>', ''))).toEqual([
      '1 schema-attribute-missing: The element dataset needs the attribute version.',
      '2 schema-value: name/@lang is "!", which the schema does not allow.',
      `3 schema-value: kind is "Gas", which is not one of 'Product', 'Waste'.`,
    ]);
    expect(tell(check, document('<kind>Waste</kind>'))).toEqual(['2 schema-element-unexpected: The element kind must not stand here; allowed: name.']);
    expect(tell(check, document('<name>x</name>'))).toEqual(['1 schema-element-missing: The element dataset lacks a child element: name, kind.']);
    expect(tell(check, document('text<name>x</name><kind>Waste</kind>', 'version="1" other="2"'))).toEqual([
      '1 schema-attribute-unknown: The element dataset has the attribute other, which the schema does not know there.',
      '1 schema-content: The element dataset contains text, which is not allowed there.',
    ]);
  });

  it('tells what must be unique and is not', async () => {
    expect(tell(await schemas(), document('<name xml:lang="en">x</name>\n<name xml:lang="en">y</name><kind>Waste</kind>'))).toEqual([`3 schema-key: In name: 'en' stands twice, but must be unique (oneTextPerLanguage).`]);
  });

  it('counts every message', async () => {
    const result = (await schemas()).check(document('<name>x</name><kind>Gas</kind><amount>x</amount>'), 'a.xml')!;
    expect(result).toMatchObject({ state: 'invalid', messages: 2 });
    expect(result.issues.map((i) => i.code)).toEqual(['schema-value', 'schema-value']);
  });

  it('knows lines beyond 65,535', async () => {
    const check = await schemas();
    expect(tell(check, document(`${'\n'.repeat(70_000)}<name>x</name><kind>Gas</kind>`))[0]).toMatch(/^70002 schema-value/);
  });

  it('checks an extension by its own schema, which the main one does not import', async () => {
    const check = await schemas();
    const extended = (value: string) => document(`<name>x</name><kind>Waste</kind>\n<other><e:extra xmlns:e="urn:test:extension">${value}</e:extra></other>`);
    expect(check.check(extended('5'), 'a.xml')!.state).toBe('valid');
    expect(tell(check, extended('five'))).toEqual(['3 schema-value: extra is "five", which is no int.']);
    expect(tell(check, document('<name>x</name><kind>Waste</kind><other><e:more xmlns:e="urn:test:extension"/></other>'))).toEqual(['2 schema-element-unexpected: The element more must not stand here; allowed: what urn:test:extension declares.']);
    const unknown = document('<name>x</name><kind>Waste</kind><other><u:thing xmlns:u="urn:unknown"/></other>');
    expect(check.check(unknown, 'a.xml')!.state).toBe('valid');
    expect(tell(check, unknown)).toEqual(['2 schema-extension: The extension element thing (urn:unknown) is declared in no schema of the folder, so its content was not checked.']);
  });

  it('says which files it does not check, and why', async () => {
    const check = await schemas({}, 1_000);
    expect(check.check(Buffer.from('plain text'), 'a.txt')).toBeUndefined();
    expect(tell(check, Buffer.from('<data xmlns="urn:x"/>'))).toEqual(['- schema-absent: No schema of the folder declares the root element data (urn:x); the file was not checked against a schema.']);
    expect(tell(check, document('x'.repeat(1_000)))).toEqual(['- schema-too-large: The file has 1055 bytes, more than the 1000 that are checked against a schema. Split it.']);
    expect(tell(check, Buffer.from('<!DOCTYPE dataset SYSTEM "file:///etc/passwd"><dataset xmlns="urn:test:main"/>'))[0]).toMatch(/schema-not-checked.*DOCTYPE/);
    expect(tell(check, document('<name>'))[0]).toMatch(/^3 schema-not-checked: .*broken at line 3/);
    expect(check.check(document('<name>x</name>'), 'a.xml')!.state).toBe('invalid'); // the schema is still usable
  });

  it('names a schema that the folder lacks', async () => {
    const check = await schemas({ 'test/parts/kinds.xsd': undefined });
    expect(() => check.check(document(''), 'a.xml')).toThrow(/test\/main\.xsd needs parts\/kinds\.xsd, which is not in .* nothing is fetched/);
  });

  it('never reads outside the folder', async () => {
    const outside = schemaFolder();
    try {
      const check = await schemas({ 'test/main.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:main"><xs:include schemaLocation="${outside.path}/test/main.xsd"/><xs:element name="dataset"/></xs:schema>`, 'test/parts/kinds.xsd': undefined });
      expect(() => check.check(document(''), 'a.xml')).toThrow(/needs .*, which is not in/);
    } finally {
      outside.remove();
    }
    await expect(SchemaCheck.open(`${open.folder!.path}/nowhere`)).rejects.toMatchObject({ kind: 'usage' });
  });

  it('refuses a folder without schemas, and one that is broken', async () => {
    open.folder = schemaFolder(Object.fromEntries(['test/main.xsd', 'test/parts/kinds.xsd', 'test/common.xsd', 'test/xml.xsd', 'test/extension.xsd', 'spold/main.xsd', 'spold/child.xsd'].map((f) => [f, undefined])));
    open.folder.write('readme.txt', 'x');
    await expect(SchemaCheck.open(open.folder.path)).rejects.toThrow(/holds no schema/);
    open.folder.write('broken.xsd', '<xs:schema');
    await expect(SchemaCheck.open(open.folder.path)).rejects.toThrow(/broken\.xsd is not well-formed/);
  });

  it('chooses between schemas of one root by what the document uses; variants come last', async () => {
    const schema = (element: string, imports = '') => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:p"><!-- ${element} -->${imports}<xs:element name="p"/></xs:schema>`;
    const epd = 'http://www.iai.kit.edu/EPD/2013';
    const check = await schemas({
      'base/p.xsd': schema('base'), 'base/p_NA.xsd': schema('variant'),
      'epd/p.xsd': schema('declaration'), 'epd/driver.xsd': schema('driver', `<xs:import namespace="${epd}" schemaLocation="x.xsd"/>`),
      'epd/x.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${epd}"/>`,
    });
    const root = { localName: 'p', namespace: 'urn:p' };
    expect(check.folder.isAmbiguous(root)).toBe(true);
    const chosen = (used: string[], isDeclaration: boolean) => check.folder.find({ ...root, used: new Set(['urn:p', ...used]), isDeclaration })?.file;
    expect(chosen([], false)).toBe('base/p.xsd');
    expect(chosen([], true)).toBe('epd/p.xsd');
    expect(chosen([epd], true)).toBe('epd/driver.xsd');
  });
});

describe('the trap of childActivityDataset', () => {
  const spold = (element: string, content: string) => Buffer.from(`<ecoSpold xmlns="${SPOLD}"><${element}>\n${content}\n</${element}></ecoSpold>`);
  const content = (amount: string) => `<activityDescription><activity id="1" type="1"/></activityDescription>\n<flowData><intermediateExchange amount="${amount}"/></flowData>`;

  it('checks a child dataset as its parent, where the schema itself checks nothing', async () => {
    const check = await schemas();
    expect(check.check(spold('childActivityDataset', content('1')), 'a.spold')!.state).toBe('valid');
    expect(tell(check, spold('childActivityDataset', content('abc')))).toEqual(['3 schema-value: intermediateExchange/@amount is "abc", which is no double.']);
  });

  it('lets a child leave to its parent what it inherits', async () => {
    const check = await schemas();
    const result = check.check(spold('childActivityDataset', '<activityDescription><activity id="1"/></activityDescription><flowData><intermediateExchange amount="1"/></flowData>'), 'a.spold')!;
    expect(result.state).toBe('valid');
    expect(result.issues.map((i) => i.code)).toEqual(['schema-inherited']);
    expect(check.check(spold('activityDataset', '<activityDescription><activity id="1"/></activityDescription><flowData><intermediateExchange amount="1"/></flowData>'), 'a.spold')!.state).toBe('invalid');
  });

  it('leaves content in the namespace of the child schema as it is: that is checked', async () => {
    const check = await schemas();
    const own = (depth: string) => spold('childActivityDataset', `<c:activityDescription xmlns:c="${CHILD}" depth="${depth}"/>`);
    expect(asParentDataset(own('1').toString())).toBeUndefined();
    expect(check.check(own('1'), 'a.spold')!.state).toBe('valid');
    expect(tell(check, own('deep'))[0]).toMatch(/activityDescription\/@depth is "deep"/);
  });

  it('renames with prefixes and keeps the lines', () => {
    expect(asParentDataset('<s:ecoSpold>\n<s:childActivityDataset >\n<s:activityDescription/></s:childActivityDataset></s:ecoSpold>'))
      .toBe('<s:ecoSpold>\n<s:activityDataset >\n<s:activityDescription/></s:activityDataset></s:ecoSpold>');
    expect(asParentDataset('<ecoSpold><activityDataset/></ecoSpold>')).toBeUndefined();
  });
});
