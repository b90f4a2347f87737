// Small ILCD documents made by hand for import tests: kilogram, mass, flows, processes.
import { zip } from '../../formats/support/zip-writer.ts';

const ns = (kind: string) => `xmlns="http://lca.jrc.it/ILCD/${kind}" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1"`;

export const MASS = '93a60a56-a3c8-11da-a746-0800200b9a66';
export const MASS_UNITS = '93a60a57-a4c8-11da-a746-0800200c9a66';

/** The n-th identifier of a kind; readable in failures. */
export const uuidOf = (kind: number, n: number): string => `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const flowId = (n: number) => uuidOf(1, n);
export const processId = (n: number) => uuidOf(2, n);

export const unitGroup = () => `<unitGroupDataSet ${ns('UnitGroup')}><unitGroupInformation><dataSetInformation><common:UUID>${MASS_UNITS}</common:UUID><common:name xml:lang="en">Units of mass</common:name></dataSetInformation><quantitativeReference><referenceToReferenceUnit>0</referenceToReferenceUnit></quantitativeReference></unitGroupInformation><administrativeInformation><publicationAndOwnership><common:dataSetVersion>02.00.000</common:dataSetVersion></publicationAndOwnership></administrativeInformation><units><unit dataSetInternalID="0"><name>kg</name><meanValue>1</meanValue></unit><unit dataSetInternalID="1"><name>t</name><meanValue>1000</meanValue></unit></units></unitGroupDataSet>`;

export const flowProperty = () => `<flowPropertyDataSet ${ns('FlowProperty')}><flowPropertiesInformation><dataSetInformation><common:UUID>${MASS}</common:UUID><common:name xml:lang="en">Mass</common:name></dataSetInformation><quantitativeReference><referenceToReferenceUnitGroup type="unit group data set" refObjectId="${MASS_UNITS}"/></quantitativeReference></flowPropertiesInformation><administrativeInformation><publicationAndOwnership><common:dataSetVersion>02.00.000</common:dataSetVersion></publicationAndOwnership></administrativeInformation></flowPropertyDataSet>`;

export interface FlowOptions { version?: string; zh?: string; kind?: string; cas?: string }

export const flow = (n: number, name: string, options: FlowOptions = {}) => `<flowDataSet ${ns('Flow')}><flowInformation><dataSetInformation><common:UUID>${flowId(n)}</common:UUID><name><baseName xml:lang="en">${name}</baseName>${options.zh === undefined ? '' : `<baseName xml:lang="zh">${options.zh}</baseName>`}</name>${options.cas === undefined ? '' : `<CASNumber>${options.cas}</CASNumber>`}</dataSetInformation><quantitativeReference><referenceToReferenceFlowProperty>0</referenceToReferenceFlowProperty></quantitativeReference></flowInformation><modellingAndValidation><LCIMethod><typeOfDataSet>${options.kind ?? 'Product flow'}</typeOfDataSet></LCIMethod></modellingAndValidation><administrativeInformation><publicationAndOwnership><common:dataSetVersion>${options.version ?? '01.00.000'}</common:dataSetVersion></publicationAndOwnership></administrativeInformation><flowProperties><flowProperty dataSetInternalID="0"><referenceToFlowPropertyDataSet type="flow property data set" refObjectId="${MASS}"/><meanValue>1</meanValue></flowProperty></flowProperties></flowDataSet>`;

export interface ProcessOptions { version?: string; zh?: string; inputs?: readonly number[]; output?: number; comment?: string }

/** A process that makes flow `output` (default: the flow of its own number) from `inputs`. */
export function process(n: number, name: string, options: ProcessOptions = {}): string {
  const output = options.output ?? n;
  const exchange = (id: number, flowNumber: number, direction: string, amount: string) => `<exchange dataSetInternalID="${id}"><referenceToFlowDataSet type="flow data set" refObjectId="${flowId(flowNumber)}"><common:shortDescription xml:lang="en">flow ${flowNumber}</common:shortDescription></referenceToFlowDataSet><exchangeDirection>${direction}</exchangeDirection><meanAmount>${amount}</meanAmount><resultingAmount>${amount}</resultingAmount></exchange>`;
  const inputs = (options.inputs ?? []).map((input, i) => exchange(i + 1, input, 'Input', `0.${i + 1}0`)).join('');
  return `<processDataSet ${ns('Process')}><processInformation><dataSetInformation><common:UUID>${processId(n)}</common:UUID><name><baseName xml:lang="en">${name}</baseName>${options.zh === undefined ? '' : `<baseName xml:lang="zh">${options.zh}</baseName>`}</name>${options.comment === undefined ? '' : `<common:generalComment xml:lang="en">${options.comment}</common:generalComment>`}</dataSetInformation><quantitativeReference type="Reference flow(s)"><referenceToReferenceFlow>0</referenceToReferenceFlow></quantitativeReference><time><common:referenceYear>2024</common:referenceYear></time><geography><locationOfOperationSupplyOrProduction location="CN"/></geography></processInformation><modellingAndValidation><LCIMethodAndAllocation><typeOfDataSet>Unit process, single operation</typeOfDataSet></LCIMethodAndAllocation></modellingAndValidation><administrativeInformation><publicationAndOwnership><common:dataSetVersion>${options.version ?? '01.00.000'}</common:dataSetVersion></publicationAndOwnership></administrativeInformation><exchanges>${exchange(0, output, 'Output', '1.0')}${inputs}</exchanges></processDataSet>`;
}

export const modelId = (n: number) => uuidOf(3, n);

/** A model of processes by their numbers; a link [from, to, flow] joins instances by their places. */
export function lifeCycleModel(n: number, processes: readonly (readonly [process: number, factor: string])[], links: readonly (readonly [from: number, to: number, flow: number])[], reference: number | undefined = 0): string {
  const instance = ([process, factor]: readonly [number, string], at: number) => {
    const outputs = links.filter(([from]) => from === at).map(([, to, flowNumber]) => `<outputExchange flowUUID="${flowId(flowNumber)}"><downstreamProcess id="${to}" flowUUID="${flowId(flowNumber)}"/></outputExchange>`).join('');
    return `<processInstance dataSetInternalID="${at}" multiplicationFactor="${factor}"><referenceToProcess type="process data set" refObjectId="${processId(process)}"/>${outputs === '' ? '' : `<connections>${outputs}</connections>`}</processInstance>`;
  };
  return `<lifeCycleModelDataSet xmlns="http://eplca.jrc.ec.europa.eu/ILCD/LifeCycleModel/2017" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1" locations="../ILCDLocations.xml"><lifeCycleModelInformation><dataSetInformation><common:UUID>${modelId(n)}</common:UUID><name><baseName xml:lang="en">model ${n}</baseName></name></dataSetInformation>${reference === undefined ? '' : `<quantitativeReference><referenceToReferenceProcess>${reference}</referenceToReferenceProcess></quantitativeReference>`}<technology><processes>${processes.map(instance).join('')}</processes></technology></lifeCycleModelInformation><modellingAndValidation/><administrativeInformation><publicationAndOwnership><common:dataSetVersion>01.00.000</common:dataSetVersion></publicationAndOwnership></administrativeInformation></lifeCycleModelDataSet>`;
}

/** A zip of files by name. */
export const packageOf = (files: Record<string, string>): Buffer => zip(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content, 'utf8') })));

/** Mass with its units, and nothing else. */
export const basics = (): Record<string, string> => ({ 'ILCD/unitgroups/mass.xml': unitGroup(), 'ILCD/flowproperties/mass.xml': flowProperty() });
