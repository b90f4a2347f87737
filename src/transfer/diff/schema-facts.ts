// What the official schemas say about values: which names hold numbers, booleans and points in time, and which attributes have a default
// (ILCD 1.1 with the EPD extensions, EcoSpold 1 v1.2, EcoSpold 2 2.0.14, openLCA JSON-LD). Kept apart from the mapping tables, which are judged by it.
import { localName, type Tree } from './tree.ts';
import type { ValueKind } from './values.ts';

export type Format = 'ilcd' | 'ecospold1' | 'ecospold2' | 'olca';

export const formatTitles: Record<Format, string> = { ilcd: 'ILCD', ecospold1: 'EcoSpold 1', ecospold2: 'EcoSpold 2', olca: 'openLCA JSON-LD' };

interface Facts {
  /** By name; attributes with @. */
  kinds: ReadonlyMap<string, ValueKind>;
  /** By element@attribute, or @attribute where every element has it. */
  defaults: ReadonlyMap<string, string>;
}

function facts(names: Partial<Record<ValueKind, string>>, defaults: Record<string, string>): Facts {
  const kinds = Object.entries(names).flatMap(([kind, list]) => list.trim().split(/\s+/).map((name): [string, ValueKind] => [name, kind as ValueKind]));
  return { kinds: new Map([...kinds, ['@xml:lang', 'language']]), defaults: new Map(Object.entries(defaults)) };
}

const byFormat: Record<Format, Facts> = {
  // Codes of classes and places look like numbers ("1.10") and are none. The amount of an EPD module is a string in the schema, as it may be "ND".
  ilcd: facts({
    number: `@allocatedFraction @dataSetInternalID @energyRecovery @factor @finalDeposition @groupId @internalReferenceToCoProduct @layers @level @lowerValue
      @multiplicationFactor @objectSpecificGrade @power @recyclable @recycled @recycling @referenceGrade @renewable @reuse @separate @upperValue @variation
      @withMixedWaste @years amount completenessImpactCoverage dataSetValidUntil inventoryItems margins maximumAmount maximumValue meanAmount meanValue minimumAmount
      minimumValue percentageSupplyOrProductionCovered referenceToReferenceFlow referenceToReferenceFlowProperty referenceToReferenceProcess referenceToReferenceUnit
      referenceYear relativeStandardDeviation95In resultingAmount scalingFactor`,
    boolean: `@allocation @cutOffRules @default @dominant @isProvidingData @metaDataOnly @packaging @present @upstreamDataDeviatingFromAllocationPrinciples copyright
      normalisation vendorSpecificProduct weighting`,
    dateTime: 'dateOfLastRevision timeStamp expirationDateOfEPD publicationDateOfEPD publicationDate',
    version: 'dataSetVersion @version',
  }, { '@xml:lang': 'en', 'classification@name': 'ILCD', 'elementaryFlowCategorization@name': 'ILCD', 'processDataSet@metaDataOnly': 'false' }),
  ecospold1: facts({
    number: `@accessRestrictedTo @allocationMethod @amount @dataPublishedIn @energyValues @fraction @maxValue @meanValue @minValue @mostLikelyValue @number @percent
      @person @proofReadingValidator @qualityNetwork @referenceToCoProduct @referenceToPublishedSource @referenceToSource @sourceType @standardDeviation95 @type
      @uncertaintyType @validationId @volumeNo inputGroup outputGroup referenceToInputOutput`,
    boolean: '@copyright @dataValidForEntirePeriod @datasetRelatesToProduct @impactAssessmentResult @infrastructureIncluded @infrastructureProcess',
    dateTime: '@timestamp startDate endDate',
  }, {
    'allocation@allocationMethod': '-1', 'dataSetInformation@languageCode': 'en', 'dataSetInformation@localLanguageCode': 'de',
    'dataGeneratorAndPublication@dataPublishedIn': '0', 'source@sourceType': '0', 'referenceFunction@infrastructureIncluded': 'true',
  }),
  ecospold2: facts({
    number: `@accessRestrictedTo @amount @completeness @dataPublishedIn @energyValues @factor @furtherTechnologyCorrelation @geographicalCorrelation @index @inheritanceDepth
      @latitude @longitude @majorRelease @majorRevision @maxValue @meanValue @minValue @minorRelease @minorRevision @mostFrequentValue @mostLikelyValue @mu @n @p @percent
      @productionVolumeAmount @reliability @reviewedMajorRelease @reviewedMajorRevision @reviewedMinorRelease @reviewedMinorRevision @scale @shape @specialActivityType
      @standardDeviation95 @technologyLevel @temporalCorrelation @type @variance @varianceWithPedigreeUncertainty inputGroup outputGroup`,
    boolean: `@activityLinkIdOverwrittenByChild @companyIdOverwrittenByChild @isActiveAuthor @isCalculatedAmount @isCopyrightProtected @isDataValidForEntirePeriod
      @isDefiningValue @masterAllocationPropertyIdOverwrittenByChild @productionVolumeSourceIdOverwrittenByChild @publishedSourceIdOverwrittenByChild
      @sourceIdOverwrittenByChild @specificAllocationPropertyIdOverwrittenByChild`,
    dateTime: '@creationTimestamp @fileTimestamp @lastEditTimestamp @startDate @endDate @reviewDate',
  }, {
    '@xml:lang': 'en', 'property@isDefiningValue': 'false', 'property@isCalculatedAmount': 'false', 'intermediateExchange@isCalculatedAmount': 'false',
    'elementaryExchange@isCalculatedAmount': 'false', 'dataEntryBy@isActiveAuthor': 'false', 'technology@technologyLevel': '3',
    'dataGeneratorAndPublication@dataPublishedIn': '0', 'dataGeneratorAndPublication@accessRestrictedTo': '0', 'activity@inheritanceDepth': '0',
    'activity@energyValues': '0', 'fileAttributes@defaultLanguage': 'en',
  }),
  // Numbers and booleans are known by their JSON type. The schema states no defaults.
  olca: facts({ dateTime: 'lastChange creationDate validFrom validUntil reviewDate date' }, {}),
};

/** The facts of one format; documents of no known format are compared as text. */
export class Rules {
  readonly format: Format | undefined;
  readonly #facts: Facts;

  constructor(format: Format | undefined) {
    this.format = format;
    this.#facts = format === undefined ? { kinds: new Map(), defaults: new Map() } : byFormat[format];
  }

  /** Kind of the value of an attribute, or of the text of an element. */
  kindOf(tree: Tree, attribute?: string): ValueKind {
    if (attribute !== undefined) return this.#facts.kinds.get(`@${localName(attribute)}`) ?? 'text';
    return tree.type === 'number' ? 'number' : (this.#facts.kinds.get(localName(tree.name)) ?? 'text');
  }

  /** What an attribute means where it is absent; undefined where absence means nothing. */
  defaultOf(tree: Tree, attribute: string): string | undefined {
    const { defaults } = this.#facts;
    return defaults.get(`@${attribute}`) ?? (defaults.size === 0 ? undefined : defaults.get(`${localName(tree.name)}@${attribute}`));
  }
}

const families: [start: string, format: Format][] = [
  ['http://lca.jrc.it/ILCD', 'ilcd'], ['http://eplca.jrc.ec.europa.eu/ILCD', 'ilcd'],
  ['http://www.EcoInvent.org/EcoSpold02', 'ecospold2'], ['http://www.EcoInvent.org/EcoSpold01', 'ecospold1'],
];

/** Format that a namespace belongs to. */
export const formatOfNamespace = (uri: string): Format | undefined => families.find(([start]) => uri.startsWith(start))?.[1];

const ilcdRoots: Record<string, string> = {
  processDataSet: 'Process', flowDataSet: 'Flow', flowPropertyDataSet: 'FlowProperty', unitGroupDataSet: 'UnitGroup', sourceDataSet: 'Source',
  contactDataSet: 'Contact', LCIAMethodDataSet: 'LCIAMethod', ILCD: 'Wrapper', CategorySystem: 'Categories', ILCDLocations: 'Locations',
};

/** The namespace that a root element without one must have meant; undefined where its name does not tell. */
export function namespaceMeant(root: string): string | undefined {
  if (Object.hasOwn(ilcdRoots, root)) return `http://lca.jrc.it/ILCD/${ilcdRoots[root]!}`;
  return root === 'lifeCycleModelDataSet' ? 'http://eplca.jrc.ec.europa.eu/ILCD/LifeCycleModel/2017' : undefined;
}
