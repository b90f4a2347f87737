// One dataset of a linked system model as EcoSpold 2 (schema 2.0.14): one reference product, about 9 linked inputs and 21.5 elementary exchanges.
import { elementaryFlows, properties, type ElementaryFlow, type Package, type Product } from './catalogue.ts';
import { paragraph, productName, sentence } from './prose.ts';
import { Random } from './random.ts';

const en = (name: string, text: string, indent: string) => `${indent}<${name} xml:lang="en">${text}</${name}>\n`;
const texts = (random: Random, indent: string, paragraphs: number) =>
  Array.from({ length: paragraphs }, (_, i) => `${indent}<text xml:lang="en" index="${i + 1}">${paragraph(random, random.between(2, 6))}</text>\n`).join('');

/** Comments recur within a dataset: authors copy them from exchange to exchange. */
class Remarks {
  readonly #random: Random;
  readonly #used: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  next(): string {
    if (this.#used.length > 2 && this.#random.below(100) < 60) return this.#random.pick(this.#used);
    const made = paragraph(this.#random, this.#random.between(1, 4));
    this.#used.push(made);
    return made;
  }
}

function uncertainty(random: Random, amount: number, remarks: Remarks): string {
  const variance = random.between(1, 60) / 1000;
  const scores = ['reliability', 'completeness', 'temporalCorrelation', 'geographicalCorrelation', 'furtherTechnologyCorrelation'].map((name) => `${name}="${random.between(1, 5)}"`);
  return `        <uncertainty>\n          <lognormal meanValue="${amount}" mu="${Number(Math.log(amount).toFixed(3))}" variance="${variance}" varianceWithPedigreeUncertainty="${Number((variance * (1 + random.unit())).toFixed(4))}" />\n`
    + `          <pedigreeMatrix ${scores.join(' ')} />\n${random.below(2) === 0 ? en('comment', remarks.next(), '          ') : ''}        </uncertainty>\n`;
}

function propertyList(random: Random, count: number, of: Random): string {
  let xml = '';
  for (let i = 0; i < count; i += 1) {
    const property = properties[i < 8 ? i : 8 + of.below(40)]!;
    xml += `        <property propertyId="${property.id}" amount="${random.amount(random.between(2, 9))}" unitId="${property.unit.id}"${i === 1 ? ' isDefiningValue="true"' : ''}>\n`
      + en('name', property.name, '          ') + en('unitName', property.unit.name, '          ') + (property.comment === undefined ? '' : en('comment', property.comment, '          ')) + '        </property>\n';
  }
  return xml;
}

const classification = (id: string, system: string, value: string, indent: string) =>
  `${indent}<classification classificationId="${id}">\n${en('classificationSystem', system, `${indent}  `)}${en('classificationValue', value, `${indent}  `)}${indent}</classification>\n`;

function intermediate(random: Random, product: Product, link: string | undefined, number: number, remarks: Remarks): string {
  const reference = link === undefined;
  const amount = reference ? 1 : random.amount(random.between(2, 15));
  const volume = reference ? ` productionVolumeAmount="${random.amount(8)}"` : '';
  return `      <intermediateExchange id="${random.uuid()}" unitId="${product.unit.id}" amount="${amount}" variableName="exchange_${number}" intermediateExchangeId="${product.id}"${reference ? volume : ` activityLinkId="${link}"`}>\n`
    + en('name', product.name, '        ') + en('unitName', product.unit.name, '        ') + en('comment', remarks.next(), '        ')
    + (reference ? '' : uncertainty(random, amount, remarks))
    + product.synonyms.map((s) => en('synonym', s, '        ')).join('')
    + propertyList(random, reference ? 14 : random.between(8, 11), new Random(51, number, product.name.length))
    + (reference ? en('productionVolumeComment', remarks.next(), '        ') : '')
    + classification('39b0f0ab-1a2f-401b-9f4d-6e39400760a4', 'By-product classification', 'allocatable product', '        ') + classification(product.cpcId, 'CPC', product.cpc, '        ')
    + (reference ? '        <outputGroup>0</outputGroup>\n' : '        <inputGroup>5</inputGroup>\n') + '      </intermediateExchange>\n';
}

function elementary(random: Random, flow: ElementaryFlow, number: number, remarks: Remarks): string {
  const amount = random.amount(random.between(2, 15));
  const [compartment, subcompartment, subcompartmentId, input] = flow.compartment;
  return `      <elementaryExchange id="${random.uuid()}" unitId="${flow.unit.id}" amount="${amount}"${random.below(4) === 0 ? ` variableName="emission_${number}"` : ''} elementaryExchangeId="${flow.id}"`
    + `${flow.cas === undefined ? '' : ` casNumber="${flow.cas}"`}${flow.formula === undefined ? '' : ` formula="${flow.formula}"`}>\n`
    + en('name', flow.name, '        ') + en('unitName', flow.unit.name, '        ') + en('comment', remarks.next(), '        ') + uncertainty(random, amount, remarks)
    + flow.synonyms.map((s) => en('synonym', s, '        ')).join('') + propertyList(random, random.between(2, 7), new Random(52, number))
    + `        <compartment subcompartmentId="${subcompartmentId}">\n${en('compartment', compartment, '          ')}${en('subcompartment', subcompartment, '          ')}        </compartment>\n`
    + (input ? '        <inputGroup>4</inputGroup>\n' : '        <outputGroup>4</outputGroup>\n') + '      </elementaryExchange>\n';
}

function description(random: Random, pack: Package, dataset: number): string {
  const { id, nameId, place } = pack.activity(dataset);
  const name = `${pack.product(dataset % 8 === 7 ? dataset - 1 : dataset).name} production`;
  return `    <activityDescription>\n      <activity id="${id}" activityNameId="${nameId}" type="1" specialActivityType="${dataset % 5 === 0 ? 1 : 0}" energyValues="0">\n${en('activityName', name, '        ')}`
    + en('includedActivitiesStart', sentence(random, 14), '        ') + en('includedActivitiesEnd', paragraph(random, 2), '        ')
    + `        <generalComment>\n${texts(random, '          ', random.between(3, 7))}        </generalComment>\n        <tag>generated</tag>\n      </activity>\n`
    + classification('7ac1cbc6-1385-4a68-8647-ed7aa78db201', 'EcoSpold01Categories', 'chemicals/organics', '      ') + classification('28f738cc-bb73-48f8-b633-f83fb9bc5ddc', 'ISIC rev.4 ecoinvent', '2011:Manufacture of basic chemicals', '      ')
    + `      <geography geographyId="${place[1]}">\n${en('shortname', place[0], '        ')}        <comment>\n${texts(random, '          ', 1)}        </comment>\n      </geography>\n`
    + `      <technology technologyLevel="3">\n        <comment>\n${texts(random, '          ', random.between(2, 6))}        </comment>\n      </technology>\n`
    + `      <timePeriod startDate="${random.between(1990, 2015)}-01-01" endDate="2025-12-31" isDataValidForEntirePeriod="true">\n        <comment>\n${texts(random, '          ', 1)}        </comment>\n      </timePeriod>\n`
    + `      <macroEconomicScenario macroEconomicScenarioId="d9f57f0a-a01f-42eb-a57b-8f18d6635801">\n${en('name', 'Business-as-Usual', '        ')}      </macroEconomicScenario>\n    </activityDescription>\n`;
}

function parameters(random: Random, remarks: Remarks): string {
  return Array.from({ length: random.between(2, 8) }, (_, i) => {
    const amount = random.amount(6);
    return `      <parameter parameterId="${random.uuid()}" variableName="parameter_${i}" amount="${amount}">\n${en('name', productName(random), '        ')}${en('unitName', 'dimensionless', '        ')}`
      + `${uncertainty(random, amount, remarks)}${en('comment', remarks.next(), '        ')}      </parameter>\n`;
  }).join('');
}

const person = 'personId="788d0176-a69c-4de0-a5d3-259866b6b100" personName="[System]" personEmail="nobody@example.org"';
const closing = `    <modellingAndValidation>
      <representativeness percent="85" systemModelId="290c1f85-4cc4-4fa1-b0c8-2cb7f4276dce">
        <systemModelName xml:lang="en">Allocation, cut-off by classification</systemModelName>
        <samplingProcedure xml:lang="en">Generated for measuring.</samplingProcedure>
      </representativeness>
    </modellingAndValidation>
    <administrativeInformation>
      <dataEntryBy ${person} isActiveAuthor="false" />
      <dataGeneratorAndPublication ${person} isCopyrightProtected="false" dataPublishedIn="0" accessRestrictedTo="0" />
      <fileAttributes majorRelease="1" minorRelease="0" majorRevision="1" minorRevision="0" internalSchemaVersion="2.0.14" defaultLanguage="en" creationTimestamp="2024-01-01T00:00:00Z" lastEditTimestamp="2024-01-01T00:00:00Z" fileGenerator="tanlu test/bench" fileTimestamp="2024-01-01T00:00:00Z" contextId="de659012-50c4-4e96-b54a-fc781bf987ab">
        <contextName xml:lang="en">ecoinvent</contextName>
      </fileAttributes>
    </administrativeInformation>
  </activityDataset>
</ecoSpold>
`;

/** The dataset of this number, and how many exchanges it has. */
export function datasetXml(pack: Package, dataset: number): { xml: string; exchanges: number } {
  const random = new Random(pack.seed, 61, dataset);
  const remarks = new Remarks(random);
  const inputs = new Set<number>();
  for (let wanted = Math.min(random.between(3, 15), pack.datasets - 1); inputs.size < wanted;) {
    const supplier = random.skewed(pack.datasets);
    if (supplier !== dataset) inputs.add(supplier);
  }
  const flows = new Set<number>();
  for (let wanted = random.between(5, 38); flows.size < wanted;) flows.add(random.skewed(elementaryFlows.length));
  const parts = ['<?xml version="1.0" encoding="utf-8"?>\n<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02">\n  <activityDataset>\n', description(random, pack, dataset), '    <flowData>\n'];
  parts.push(intermediate(random, pack.product(dataset), undefined, 0, remarks));
  let number = 0;
  for (const supplier of inputs) parts.push(intermediate(random, pack.product(supplier), pack.activity(supplier).id, (number += 1), remarks));
  for (const flow of flows) parts.push(elementary(random, elementaryFlows[flow]!, (number += 1), remarks));
  parts.push(parameters(random, remarks), '    </flowData>\n', closing);
  return { xml: parts.join(''), exchanges: number + 1 };
}
