// Where the extensions of environmental product declarations stand in a process (ilcd.md §1.14): the schema lets each of them in everywhere.
import { qname, type QName } from './schema-components.ts';

const [epd, epd2, epd24] = ['http://www.iai.kit.edu/EPD/2013', 'http://www.indata.network/EPD/2019', 'http://www.indata.network/EPD/2024'];
const of = (namespace: string, ...names: string[]): QName[] => names.map((name) => qname(namespace, name));

/** Elements inside `common:other`, by the path of its parent. */
const places: readonly (readonly [RegExp, readonly QName[]])[] = [
  [/processInformation\/dataSetInformation$/, [...of(epd, 'scenarios', 'modules', 'safetyMargins'), ...of(epd2, 'contentDeclaration'), ...of(epd24, 'productIds', 'referenceServiceLife', 'estimatedServiceLife', 'variability', 'scenarioData', 'SVHC', 'pcrCompliance')]],
  [/processInformation\/time$/, [...of(epd2, 'publicationDateOfEPD'), ...of(epd24, 'expirationDateOfEPD')]],
  [/modellingAndValidation\/LCIMethodAndAllocation$/, of(epd, 'subType')],
  [/dataSourcesTreatmentAndRepresentativeness$/, [...of(epd2, 'referenceToOriginalEPD'), ...of(epd24, 'manufacturers')]],
  [/publicationAndOwnership$/, of(epd2, 'referenceToPublisher')],
  [/(exchange|LCIAResult)$/, of(epd, 'amount', 'amount', 'amount', 'referenceToUnitGroupDataSet')],
];

export function epdPlaces(path: string): readonly QName[] {
  const parent = path.replace(/\/other$/, '');
  return places.find(([pattern]) => path.endsWith('/other') && pattern.test(parent))?.[1] ?? [];
}
