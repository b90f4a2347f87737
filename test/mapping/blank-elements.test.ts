// Elements that hold nothing stand in a document all the same: they are written back at their place among their like.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { ecospold2 } from '../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

function again(adapter: FormatAdapter, text: string): string {
  const { datasets } = adapter.read(Buffer.from(text), 'document.xml');
  const { noun, record } = datasets.find((d) => d.derived !== true)!;
  return adapter.write(noun, record, datasets.filter((d) => d.whole)).text!;
}

const occurrences = (text: string, element: string): string[] => [...text.matchAll(new RegExp(`<${element}(?: [^>]*)?(?:/>|>([^<]*)</)`, 'g'))].map(([, content = '']) => content.trim());

describe('blank elements', () => {
  it('among texts that are material for something else', () => {
    const text = fixture('ecospold2/complete/complete.spold').replace(/<synonym[^>]*>[^<]*<\/synonym>/, '$&<synonym/><synonym xml:lang="en">last</synonym>');
    expect(text).toContain('<synonym/>');
    expect(occurrences(again(ecospold2, text), 'synonym')).toEqual(occurrences(text, 'synonym'));
  });

  it('of a list of plain values', () => {
    const text = fixture('ilcd/lcia-method/method.xml').replace(/<impactCategory>[^<]*<\/impactCategory>/, '<impactCategory></impactCategory>$&<impactCategory></impactCategory><impactCategory>Land use</impactCategory>');
    expect(occurrences(text, 'impactCategory')).toEqual(['', 'Climate change', '', 'Land use']);
    expect(occurrences(again(ilcd, text), 'impactCategory')).toEqual(['', 'Climate change', '', 'Land use']);
  });

  it('between records that hold something', () => {
    const text = fixture('ilcd/unit-process/process.xml').replace(/<completenessElementaryFlows [^>]*\/>/, '$&<completenessElementaryFlows/>$&');
    const stated = (document: string) => [...document.matchAll(/<completenessElementaryFlows[^>]*>/g)].map(([tag]) => tag.includes('type='));
    expect(stated(text)).toContain(false);
    expect(stated(again(ilcd, text))).toEqual(stated(text));
  });
});
