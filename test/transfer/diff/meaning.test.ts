// What is the same in meaning and what is not, field by field, in documents written for it.
import { afterAll, describe, expect, it } from 'vitest';
import { compareFiles, compareInside, ecoSpold1, ecoSpold2, ilcdProcess, removeFolders } from './support/compare.ts';

afterAll(removeFolders);

const exchange = (id: number, amount: string, more = '') => `<exchange dataSetInternalID="${id}"><referenceToFlowDataSet type="flow data set" refObjectId="00000003-0000-4000-8000-00000000000${id}"/><meanAmount>${amount}</meanAmount>${more}</exchange>`;
const exchanges = (...list: string[]) => `<exchanges>${list.join('')}</exchanges>`;

describe('the same', () => {
  it('E36, ILCD 52: prefixes, order of attributes and elements, comments, schemaLocation, white space', async () => {
    const a = ilcdProcess('<time><common:referenceYear>2024</common:referenceYear><common:timeRepresentativenessDescription xml:lang="en">one year</common:timeRepresentativenessDescription></time>');
    const b = `<?xml version="1.0"?><?style x?><!-- a comment -->
      <p:processDataSet version="1.1" xmlns:p="http://lca.jrc.it/ILCD/Process" xmlns="http://lca.jrc.it/ILCD/Common" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://lca.jrc.it/ILCD/Process x.xsd">
      <p:administrativeInformation><p:publicationAndOwnership><dataSetVersion>01.00.000</dataSetVersion></p:publicationAndOwnership></p:administrativeInformation>
      <p:time><timeRepresentativenessDescription xml:lang="en"><!-- lost -->one
        year</timeRepresentativenessDescription><referenceYear> 2024 </referenceYear></p:time>
      <p:processInformation><p:dataSetInformation><UUID>00000001-0000-4000-8000-000000000001</UUID><p:name><p:baseName xml:lang="en"> Rubber </p:baseName></p:name></p:dataSetInformation></p:processInformation></p:processDataSet>`.replace(/one\s+year/, 'one year');
    const { lines, comparison } = await compareFiles({ 'a.xml': a }, { 'b.xml': b });
    expect(lines).toEqual([]);
    expect(comparison).toMatchObject({ documents: { paired: 1, same: 1 }, leaves: { a: 8, b: 8, same: 8 } });
  });

  it('names are compared by namespace: the same prefix for another one is another name', async () => {
    const { lines } = await compareFiles({ 'a.xml': ilcdProcess('<common:other xmlns:x="urn:one"><x:mark/></common:other>') }, { 'a.xml': ilcdProcess('<common:other xmlns:x="urn:two"><x:mark/></common:other>') });
    expect(lines).toEqual(['only-a processDataSet/other/mark:  → -', 'only-b processDataSet/other/mark: - → ']);
  });

  it('number spellings, booleans, instants, versions', async () => {
    const { lines } = await compareFiles(
      { 'a.xml': ilcdProcess(`${exchanges(exchange(1, '1.0'), exchange(2, '2.50e-3'))}<copyright>true</copyright><common:timeStamp>2024-05-01T12:00:00Z</common:timeStamp>`, { version: '01.00' }) },
      { 'a.xml': ilcdProcess(`${exchanges(exchange(1, '1'), exchange(2, '0.0025'))}<copyright>1</copyright><common:timeStamp>2024-05-01T20:00:00+08:00</common:timeStamp>`) },
    );
    expect(lines).toEqual([]);
  });

  it('languages and elements with identity in another order', async () => {
    const { lines } = await compareFiles(
      { 'a.xml': ilcdProcess(exchanges(exchange(1, '1'), exchange(2, '2'), exchange(3, '3')), { name: '<baseName xml:lang="en">Rubber</baseName><baseName xml:lang="zh">橡胶</baseName>' }) },
      { 'a.xml': ilcdProcess(exchanges(exchange(3, '3'), exchange(1, '1'), exchange(2, '2')), { name: '<baseName xml:lang="zh">橡胶</baseName><baseName>Rubber</baseName>' }) },
    );
    expect(lines).toEqual([]);
  });

  it('E28: identifiers in capitals', async () => {
    expect(await compareInside('<r refObjectId="ABCDEF01-0000-4000-8000-000000000001"/>', '<r refObjectId="abcdef01-0000-4000-8000-000000000001"/>')).toEqual([]);
  });

  it('E35, E38, ILCD 54: encodings, character references, CDATA', async () => {
    const text = (encoding: string, note: string) => `<?xml version="1.0" encoding="${encoding}"?>${ilcdProcess(`<note a="x&#10;y">${note}</note>`)}`;
    expect((await compareFiles({ 'a.xml': text('UTF-8', '&lt;碳&gt; &amp; é') }, { 'a.xml': Buffer.from(`\uFEFF${text('UTF-16', '<![CDATA[<碳> & ]]>&#233;')}`, 'utf16le') })).lines).toEqual([]);
    expect(await compareInside('<note a="x&#10;y"/>', '<note a="x\ny"/>')).toEqual(['changed processDataSet/note/@a: x\ny → x y']); // XML makes a blank of a bare line end
  });

  it('defaults of the schema, stated or not', async () => {
    expect((await compareFiles({ 'a.xml': ecoSpold1({ exchanges: '<allocation referenceToCoProduct="1" fraction="50" allocationMethod="-1"/>' }) }, { 'a.xml': ecoSpold1({ exchanges: '<allocation referenceToCoProduct="1" fraction="50.0"/>' }) })).lines).toEqual([]);
    expect((await compareFiles({ 'a.spold': ecoSpold2('', 'inheritanceDepth="0"') }, { 'a.spold': ecoSpold2('', 'energyValues="0"') })).lines).toEqual([]);
    expect((await compareFiles({ 'a.spold': ecoSpold2('') }, { 'a.spold': ecoSpold2('', 'energyValues="1"') })).lines).toEqual(['changed activityDataset/activityDescription/activity/@energyValues: 0 → 1']);
  });

  it('JSON: order of keys and of objects with @id, number spelling, null and empty list say nothing, the link to a context declares only', async () => {
    const { lines, comparison } = await compareFiles(
      { 'flows/f.json': '{"@context":"http://a","@type":"Flow","@id":"F1","tags":[],"cas":null,"x":1.0,"list":[{"@id":"p","v":1},{"@id":"q","v":2}],"lastChange":"2024-05-01T12:00:00Z"}' },
      { 'flows/f.json': '\uFEFF{"lastChange":"2024-05-01T14:00:00+02:00","list":[{"v":2e0,"@id":"q"},{"v":1,"@id":"p"}],"x":1,"@id":"F1","@type":"Flow"}' },
    );
    expect(lines).toEqual([]);
    expect(comparison).toMatchObject({ formats: ['olca'], leaves: { a: 8, b: 8, same: 8 } });
  });
});

describe('different', () => {
  it('an amount in the 15th digit, with the place and both values', async () => {
    expect(await compareInside(exchanges(exchange(1, '0.123456789012345'), exchange(3, '2')), exchanges(exchange(3, '2'), exchange(1, '0.123456789012346'))))
      .toEqual(['changed processDataSet/exchanges/exchange[@dataSetInternalID=1]/meanAmount: 0.123456789012345 → 0.123456789012346']);
    expect((await compareFiles({ 'f.json': '{"@type":"Flow","@id":"1","v":9007199254740993}' }, { 'f.json': '{"@type":"Flow","@id":"1","v":9007199254740992}' })).lines).toEqual(['changed Flow/v: 9007199254740993 → 9007199254740992']);
  });

  it('a lost comment', async () => {
    const a = exchanges(exchange(1, '1'), exchange(2, '2', '<generalComment xml:lang="zh">估算</generalComment>'));
    expect(await compareInside(a, exchanges(exchange(1, '1'), exchange(2, '2')))).toEqual([
      'only-a processDataSet/exchanges/exchange[@dataSetInternalID=2]/generalComment/@xml:lang: zh → -',
      'only-a processDataSet/exchanges/exchange[@dataSetInternalID=2]/generalComment: 估算 → -',
    ]);
  });

  it('a text in another language is another text', async () => {
    expect(await compareInside('<note xml:lang="en">x</note>', '<note xml:lang="de">x</note>')).toHaveLength(4);
  });

  it('an empty attribute, an empty element and nothing are three things', async () => {
    expect(await compareInside('<geography><place code=""/></geography>', '<geography><place/></geography>')).toEqual(['only-a processDataSet/geography/place/@code:  → -']);
    expect(await compareInside('<geography><place/></geography>', '<geography/>')).toEqual(['only-a processDataSet/geography/place:  → -']);
    expect(await compareInside('<geography><place></place></geography>', '<geography><place/></geography>')).toEqual([]);
    expect(await compareInside('<place/>', '<place>CN</place>')).toEqual(['changed processDataSet/place:  → CN']);
  });

  it('codes that look like numbers are none', async () => {
    expect(await compareInside('<common:class level="0" classId="1.10">a</common:class>', '<common:class level="0.0" classId="1.1">a</common:class>')).toEqual(['changed processDataSet/class/@classId: 1.10 → 1.1']);
  });

  it('JSON: a number and its text', async () => {
    expect((await compareFiles({ 'f.json': '{"@type":"Flow","@id":"1","v":"1"}' }, { 'f.json': '{"@type":"Flow","@id":"1","v":1}' })).lines).toEqual(['changed Flow/v: "1" → 1']);
  });

  it('a reordered list of numbers in JSON', async () => {
    expect((await compareFiles({ 'f.json': '{"@type":"Location","@id":"1","c":[[110,20],[111,21]]}' }, { 'f.json': '{"@type":"Location","@id":"1","c":[[111,21],[110,20]]}' })).lines).toEqual(['order Location/c: 1 2 → 2 1']);
  });
});

describe('repeated elements without identity', () => {
  const uses = (...texts: string[]) => `<modellingAndValidation>${texts.map((t) => `<use>${t}</use>`).join('')}</modellingAndValidation>`;

  it('are found by their content: one that is lost is the only difference', async () => {
    expect(await compareInside(uses('a', 'b', 'c', 'a'), uses('a', 'c', 'a'))).toEqual(['only-a processDataSet/modellingAndValidation/use[2]: b → -']);
    expect(await compareInside(uses('b'), uses('a', 'b'))).toEqual(['only-b processDataSet/modellingAndValidation/use[1]: - → a']);
  });

  it('are compared in order where their content differs', async () => {
    expect(await compareInside(uses('a', 'b', 'c'), uses('a', 'x', 'c'))).toEqual(['changed processDataSet/modellingAndValidation/use[2]: b → x']);
  });

  it('in another order are one difference, and no leaf is lost', async () => {
    const { lines, comparison } = await compareFiles({ 'a.xml': ilcdProcess(uses('a', 'b', 'c')) }, { 'a.xml': ilcdProcess(uses('c', 'a', 'b')) });
    expect(lines).toEqual(['order processDataSet/modellingAndValidation/use: 1 2 3 → 2 3 1']);
    expect(comparison.leaves.same).toBe(comparison.leaves.a);
    expect(comparison.documents.different).toBe(1);
  });

  it('are found by what they share: the changed review, not the neighbour', async () => {
    const review = (who: string, how: string, what: string) => `<review><by>${who}</by><how>${how}</how><what>${what}</what></review>`;
    expect(await compareInside(`<v>${review('Li', 'visit', 'fine')}${review('Wang', 'desk', 'good')}</v>`, `<v>${review('Wang', 'desk', 'poor')}</v>`)).toEqual([
      'changed processDataSet/v/review[2]/what: good → poor',
      'only-a processDataSet/v/review[1]/by: Li → -', 'only-a processDataSet/v/review[1]/how: visit → -', 'only-a processDataSet/v/review[1]/what: fine → -',
    ]);
  });

  it('E46: that share a number are told apart by the rest', async () => {
    const e = (name: string, value: string) => `<exchange number="7" name="${name}" unit="kg" meanValue="${value}"/>`;
    const { lines } = await compareFiles({ 'a.xml': ecoSpold1({ exchanges: e('water', '1') + e('latex', '2') + e('latex', '3') }) }, { 'a.xml': ecoSpold1({ exchanges: e('latex', '2') + e('latex', '4') + e('water', '1') }) });
    expect(lines).toEqual(['changed dataset/flowData/exchange[@number=7,@name=latex][3]/@meanValue: 3 → 4']);
  });

  it('E12, ILCD 39: the same flow twice is two exchanges', async () => {
    const twice = '<e><flow>1</flow><amount>2</amount></e>';
    expect(await compareInside(`<es>${twice}${twice}</es>`, `<es>${twice}</es>`)).toEqual(['only-a processDataSet/es/e[2]/flow: 1 → -', 'only-a processDataSet/es/e[2]/amount: 2 → -']);
  });

  it('ILCD 45: a language stated twice in one field', async () => {
    const texts = (...list: string[]) => list.map((t) => `<common:synonyms xml:lang="zh">${t}</common:synonyms>`).join('');
    expect(await compareInside(texts('橡胶', '胶乳'), texts('橡胶'))).toEqual(['only-a processDataSet/synonyms[@xml:lang=zh][2]/@xml:lang: zh → -', 'only-a processDataSet/synonyms[@xml:lang=zh][2]: 胶乳 → -']);
    expect(await compareInside(texts('橡胶', '胶乳'), texts('胶乳', '橡胶'))).toEqual(['order processDataSet/synonyms: 1 2 → 2 1']);
  });

  it('ILCD 58, 59: results by module and scenario', async () => {
    const amount = (module: string, scenario: string, value: string) => `<epd:amount epd:module="${module}"${scenario === '' ? '' : ` epd:scenario="${scenario}"`}>${value}</epd:amount>`;
    const results = (...list: string[]) => `<common:other xmlns:epd="http://www.iai.kit.edu/EPD/2013">${list.join('')}</common:other>`;
    const a = results(amount('A1-A3', '', '1.0'), amount('C3', 'a', '2'), amount('C3', 'b', '3'));
    expect(await compareInside(a, results(amount('C3', 'b', '3'), amount('A1-A3', '', '1'), amount('C3', 'a', '2.0')))).toEqual([]);
    expect(await compareInside(a, results(amount('A1-A3', '', '1'), amount('C3', 'a', '2'), amount('C3', 'b', '4')))).toEqual(['changed processDataSet/other/amount[@module=C3,@scenario=b]: 3 → 4']);
  });

  it('that are renumbered are still found', async () => {
    const e = (id: number, flow: number) => `<exchange dataSetInternalID="${id}"><flow>${flow}</flow><place>CN</place><meanAmount>${flow}</meanAmount></exchange>`;
    expect(await compareInside(exchanges(e(1, 1), e(2, 2), e(3, 3)), exchanges(e(1, 1), e(2, 2), e(9, 3)))).toEqual(['changed processDataSet/exchanges/exchange[@dataSetInternalID=3]/@dataSetInternalID: 3 → 9']);
  });

  it('by the thousand', async () => {
    const list = (n: number) => Array.from({ length: n }, (_, i) => `<f><v>${i * 7}</v></f>`);
    const a = list(3000);
    const b = a.with(1500, '<f><v>changed</v></f>');
    expect(await compareInside(`<fs>${a.join('')}</fs>`, `<fs>${b.join('')}</fs>`)).toEqual(['changed processDataSet/fs/f[1501]/v: 10500 → changed']);
    expect(await compareInside(`<fs>${a.join('')}</fs>`, `<fs>${a.map((f) => f.replace('<v>', '<v>x')).join('')}</fs>`)).toHaveLength(3000);
  });
});

it('a huge text is compared whole', async () => {
  const text = '碳'.repeat(2_000_000);
  const { differences } = await compareFiles({ 'a.xml': ilcdProcess(`<note>${text}a</note>`) }, { 'a.xml': ilcdProcess(`<note>${text}b</note>`) });
  expect(differences).toHaveLength(1);
  expect(differences[0]!.a).toHaveLength(2_000_001);
});
