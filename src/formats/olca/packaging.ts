// How an openLCA package is laid out: a folder for each kind, headers at the top, and beside the datasets the locations and the data quality system that they refer to.
import type { Flow, FlowProperty } from '../../model/flow.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { Process } from '../../model/process.ts';
import type { Place } from '../../model/value.ts';
import type { Companion } from '../../mapping/writer.ts';
import type { PackageFile, Packaging } from '../adapter.ts';
import { propertiesOf, resolveByFlows } from '../by-flows.ts';
import { parseJson } from '../json/parse.ts';
import { JsonObject, jsonText } from '../json/value.ts';
import { firstOf } from '../label.ts';
import { decodeXml } from '../xml/decode.ts';
import { completeForOlca, completeUnitGroup } from './complete.ts';
import { measureOfExchange } from './exchange-measure.ts';
import { groupNeeded, withKnownGroups } from './measurable.ts';
import { fileNameOf, packageHeaders } from './package.ts';
import { factsOf, type StatedFacts } from './package-facts.ts';
import { pedigreeIndicators, pedigreeSystem, writePedigree } from './pedigree.ts';
import { locationOf, placeOfFlow } from './place.ts';
import { measureOfProperty, measureOfUnit, type Measure } from './reference-data.ts';
import { upgrade } from './upgrade.ts';

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const locationDocument = ({ id, name, code }: { id: string; name: string; code?: string }): PackageFile =>
  ({ name: `locations/${id}.json`, text: json({ '@type': 'Location', '@id': id, name, ...(code === undefined ? {} : { code }) }) });

function locationFile(place: Place): PackageFile[] {
  const found = locationOf(place);
  return found === undefined ? [] : [locationDocument(found)];
}

const placesOf = (list: readonly { location?: Place | undefined }[] = []): PackageFile[] => list.flatMap(({ location }) => (location === undefined ? [] : locationFile(location)));

/** Whether the identifier of the location of a flow was made here: those of openLCA itself name documents of their package. */
const isMade = (flow: Flow, id: string): boolean => flow.extensions?.['olca']?.some(([path, text]) => path === 'location/@id' && text === JSON.stringify(id)) === true;

/** The system of the pedigree matrix: its indicators with the scores 1 to 5. */
const pedigreeFile = (): PackageFile => ({
  name: `dq_systems/${pedigreeSystem.id}.json`,
  text: json({
    '@type': 'DQSystem', '@id': pedigreeSystem.id, name: pedigreeSystem.name, hasUncertainties: false,
    indicators: pedigreeIndicators.map((name, n) => ({ '@type': 'DQIndicator', position: n + 1, name, scores: ['1', '2', '3', '4', '5'].map((label, at) => ({ '@type': 'DQScore', position: at + 1, label })) })),
  }),
});

/** A group that comes with a property is measured by it where nothing else is said. */
function companionsOf({ property, group }: Measure): Companion[] {
  const byDefault: [string, string] = ['defaultFlowProperty', JSON.stringify({ '@type': 'FlowProperty', '@id': property.id, name: firstOf(property.name) })];
  return [{ noun: 'unitGroup', record: { ...group, extensions: { olca: [byDefault] } } }, { noun: 'flowProperty', record: property }];
}

export const olcaPackaging: Packaging = {
  fileName: (noun, record) => fileNameOf(noun, (record as { id: string }).id)!,
  complete: completeForOlca,
  originRoom: { path: 'otherProperties', member: 'tanlu:origin' },
  late: ['impactMethod'],
  referenceData(noun, record, inPackage) {
    const find = withKnownGroups(inPackage);
    const measures = new Map<string, Measure>();
    const add = (measure: Measure | undefined): void => { if (measure !== undefined) measures.set(measure.property.id, measure); };
    if (noun === 'flowProperty') {
      const group = groupNeeded(record as FlowProperty, inPackage);
      return group === undefined ? [] : [{ noun: 'unitGroup', record: completeUnitGroup(group) }];
    }
    if (noun === 'flow') {
      const flow = record as Flow;
      if ((flow.flowProperties ?? []).length === 0) add(flow.unit === undefined ? undefined : measureOfUnit(flow.unit));
      for (const { flowProperty: { id } } of propertiesOf(flow)) if (id !== undefined && find('flowProperty', id) === undefined) add(measureOfProperty(id));
    }
    if (noun === 'process') for (const exchange of (record as Process).exchanges ?? []) if (exchange.function === undefined && exchange.amount !== undefined) add(measureOfExchange(exchange, find).needed);
    return [...measures.values()].flatMap(companionsOf).filter((each) => inPackage(each.noun, (each.record as { id: string }).id) === undefined);
  },
  resolve: resolveByFlows,
  headers: packageHeaders,
  passOn(bytes, file, surroundings) {
    const { value } = parseJson(decodeXml(bytes, file).text, { file });
    return value instanceof JsonObject && upgrade(value, surroundings === undefined ? undefined : factsOf(surroundings as StatedFacts)) ? `${jsonText(value)}\n` : bytes;
  },
  filesBeside(noun, record) {
    if (noun === 'flow') {
      const found = placeOfFlow(record as Flow);
      return found === undefined || !isMade(record as Flow, found.id) ? [] : [locationDocument(found)];
    }
    if (noun === 'impactCategory') return placesOf((record as ImpactCategory).factors);
    if (noun !== 'process') return [];
    const { geography, exchanges = [] } = record as Process;
    const files = [...(geography === undefined ? [] : locationFile(geography)), ...placesOf(exchanges)];
    return exchanges.some((e) => writePedigree(e.uncertainty?.pedigree) !== undefined) ? [...files, pedigreeFile()] : files;
  },
};
