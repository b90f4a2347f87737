// Cases W: every footprint that the host lists, against the data model and the rules that no schema states (v3 §Data Model; v2 §Data Model).
import { NotRun, failed, passed, verdict, warning, type Case, type Level } from '../case.ts';
import type { FootprintRule } from '../footprint.ts';
import { isJson, type TestedHost } from '../tested-host.ts';
import type { PactVersion } from '../../../../formats/pact/versions.ts';
import { since, v2, v3 } from '../versions.ts';

const all = since('2.0');

const findingsOf = (host: TestedHost) => host.once('findings', async () => {
  const { footprints } = await host.all();
  if (footprints.length === 0) throw new NotRun('no footprint is listed');
  return { count: footprints.length, findings: footprints.flatMap((one) => host.options.checkFootprint(host.version, one).map((finding) => ({ ...finding, id: String(one['id']) }))) };
});

const wire = (id: string, rule: FootprintRule, versions: readonly PactVersion[], level: Level, clause: string, does: string, expected: string): Case => ({
  id, versions, level, clause, does, expected,
  run: async (host) => {
    const { count, findings } = await findingsOf(host);
    const wrong = findings.filter((finding) => finding.rule === rule);
    if (wrong.length === 0) return passed(`${count} footprints`);
    const shown = wrong.slice(0, 3).map(({ id, path, message }) => `${id}: ${path} ${message}`);
    return failed(`${wrong.length} of such kind in ${new Set(wrong.map(({ id }) => id)).size} of ${count} footprints: ${shown.join('; ')}${wrong.length > 3 ? '; …' : ''}`);
  },
});

export const wireCases: readonly Case[] = [
  wire('W1', 'required', all, 'must', 'Data model: required properties', 'Looks for properties that must be there.', 'Every required property of the version is there.'),
  wire('W2', 'null', all, 'must', 'Data model: undefined properties', 'Looks for null.', 'No property is null: what is undefined is left out.'),
  wire('W3', 'value', all, 'must', 'Data model: basic types', 'Checks every value: decimals as text with the right sign, times with zone, URNs, UUIDs, codes, words of closed lists.', 'Every value is of its type.'),
  wire('W4', 'set', all, 'must', 'Data model: sets', 'Looks at every list.', 'No list is empty, no set says something twice.'),
  wire('W5', 'version', all, 'must', 'Data model: specVersion', 'Compares specVersion with the version asked.', 'The major version is the one of the path.'),
  wire('W6', 'geography', all, 'must', 'Data model: geography', 'Counts the places of a footprint.', 'Region, country or subdivision: at most one of them.'),
  wire('W7', 'reference period', all, 'must', 'Data model: reference period', 'Compares the two ends of the reference period.', 'The end lies after the start.'),
  wire('W8', 'validity', all, 'must', 'Data model: validity period', 'Compares the validity period with the reference period.', 'It starts at the end of the reference period at the earliest and ends three years after that at the latest.'),
  wire('W9', 'dependent', all, 'must', 'Data model: properties that depend on one another', 'Looks for values that a flag rules out, and for names that a choice demands.', 'Nothing is given that a flag denies; Other has its name.'),
  wire('W10', 'lifecycle', all, 'must', 'Product footprint lifecycle', 'Looks at precedingPfIds and updated.', 'A footprint does not precede itself; updated lies after created.'),
  wire('W11', 'reporting', all, 'should', 'Data model: reporting rules of the methodology', 'Looks for properties that a report should have.', 'They are reported.'),
  wire('W12', 'sum', v3, 'should', 'Data model: totals', 'Adds the stated parts of the totals up.', 'They make the totals, to a thousandth.'),
  {
    id: 'W13', versions: v3, level: 'must', clause: 'Product footprint lifecycle', does: 'Looks for ids that are listed twice.', expected: 'Each id stands for one footprint.',
    run: async (host) => {
      const ids = (await host.all()).footprints.map((one) => String(one['id']).toLowerCase());
      return verdict(new Set(ids).size === ids.length, `${ids.length} footprints, ${new Set(ids).size} ids`);
    },
  },
  {
    id: 'W14', versions: v3, level: 'must', clause: 'Product footprint lifecycle', does: 'Looks at footprints that precede others.', expected: 'Those listed are Deprecated.',
    run: async (host) => {
      const { footprints } = await host.all();
      const preceding = new Set(footprints.flatMap((one) => (Array.isArray(one['precedingPfIds']) ? one['precedingPfIds'] : [])));
      const old = footprints.filter((one) => preceding.has(one['id']));
      if (old.length === 0) throw new NotRun('no footprint listed precedes another one');
      const active = old.find((one) => one['status'] !== 'Deprecated');
      return active === undefined ? passed(`${old.length} preceding footprints, all deprecated`) : failed(`${String(active['id'])} has a successor and is ${String(active['status'])}`);
    },
  },
  {
    id: 'W15', versions: v2, level: 'interoperability', clause: 'Data model: ipccCharacterizationFactorsSources', does: 'Looks for ipccCharacterizationFactorsSources.', expected: 'It is there: other tools demand it of 2.0 and 2.1 as well.',
    run: async (host) => {
      const { footprints } = await host.all();
      const without = footprints.filter(({ pcf }) => !isJson(pcf) || pcf['ipccCharacterizationFactorsSources'] === undefined);
      return without.length === 0 ? passed(`${footprints.length} footprints`) : warning(`${without.length} of ${footprints.length} footprints have none`);
    },
  },
];
