// Lines of findings: the element a path names, or the deepest on the way to it.
import { describe, expect, it } from 'vitest';
import { lineOfRoot, lineOfText, linesOfPaths } from '../../../src/transfer/validate/locate-lines.ts';

const text = `<?xml version="1.0"?>
<!-- <exchanges> in a comment -->
<p:processDataSet xmlns:p="urn:p" xmlns:common="urn:c">
  <p:exchanges>
    <p:exchange id="0"/>
    <p:exchange
      id="a > b">
      <p:amount>1</p:amount>
      <common:other><![CDATA[<p:exchange>]]></common:other>
    </p:exchange>
    <p:exchange><p:amount>2</p:amount>
      <p:amount>3</p:amount></p:exchange>
  </p:exchanges>
</p:processDataSet>
`;

describe('lines of paths', () => {
  const lineOf = (path: string, nested = false) => linesOfPaths(text, [path], nested)[0];

  it('finds elements by position, whatever prefix the file uses', () => {
    expect(lineOf('exchanges/exchange[1]')).toBe(5);
    expect(lineOf('exchanges/exchange[2]')).toBe(6);
    expect(lineOf('exchanges/exchange[2]/amount')).toBe(8);
    expect(lineOf('exchanges/exchange[2]/common:other/@name')).toBe(9);
    expect(lineOf('exchanges/exchange[3]/amount[2]')).toBe(12);
  });

  it('gives the deepest element that is there for what is missing', () => {
    expect(lineOf('exchanges/exchange[2]/referenceToFlowDataSet')).toBe(6);
    expect(lineOf('exchanges/exchange[9]')).toBe(4);
  });

  it('gives nothing where not even the first step is there', () => {
    expect(lineOf('processInformation/time')).toBeUndefined();
    expect(lineOf('')).toBeUndefined();
  });

  it('may begin one element further down', () => {
    expect(lineOf('exchange[2]/amount')).toBeUndefined();
    expect(lineOf('exchange[2]/amount', true)).toBe(8);
  });

  it('locates many paths in one pass, each by itself', () => {
    expect(linesOfPaths(text, ['exchanges/exchange[3]', 'nothing', 'exchanges/exchange[1]/@id'], false)).toEqual([11, undefined, 5]);
  });

  it('finds texts and the root', () => {
    expect(lineOfText(text, 'a > b')).toBe(7);
    expect(lineOfText(text, 'absent')).toBeUndefined();
    expect(lineOfRoot(text)).toBe(3);
  });
});
