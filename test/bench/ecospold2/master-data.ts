// The master data of a generated package: its elementary and its intermediate exchanges.
import { elementaryFlows, productAt, type Package } from './catalogue.ts';

const head = (root: string) => `<?xml version="1.0" encoding="utf-8"?>\n<${root} xmlns="http://www.EcoInvent.org/EcoSpold02" majorRelease="1" minorRelease="0" majorRevision="1" minorRevision="0" contextId="de659012-50c4-4e96-b54a-fc781bf987ab">\n  <contextName xml:lang="en">ecoinvent</contextName>\n`;
const en = (name: string, text: string) => `    <${name} xml:lang="en">${text}</${name}>\n`;

/** MasterData/ElementaryExchanges.xml (TValidElementaryExchanges). */
export function elementaryExchangesXml(): string {
  const entries = elementaryFlows.map((flow) => {
    const [compartment, subcompartment, id] = flow.compartment;
    return `  <elementaryExchange id="${flow.id}" unitId="${flow.unit.id}"${flow.cas === undefined ? '' : ` casNumber="${flow.cas}"`}${flow.formula === undefined ? '' : ` formula="${flow.formula}"`}>\n`
      + en('name', flow.name) + en('unitName', flow.unit.name)
      + `    <compartment subcompartmentId="${id}">\n  ${en('compartment', compartment)}  ${en('subcompartment', subcompartment)}    </compartment>\n`
      + flow.synonyms.map((synonym) => en('synonym', synonym)).join('') + '  </elementaryExchange>\n';
  });
  return `${head('validElementaryExchanges')}${entries.join('')}</validElementaryExchanges>\n`;
}

/** MasterData/IntermediateExchanges.xml (TValidIntermediateExchanges). */
export function intermediateExchangesXml(pack: Package): string {
  const entries = Array.from({ length: pack.products }, (_, index) => {
    const product = productAt(index);
    return `  <intermediateExchange id="${product.id}" unitId="${product.unit.id}">\n${en('name', product.name)}${en('unitName', product.unit.name)}`
      + `    <classification classificationId="${product.cpcId}">\n  ${en('classificationSystem', 'CPC')}  ${en('classificationValue', product.cpc)}    </classification>\n`
      + product.synonyms.map((synonym) => en('synonym', synonym)).join('') + '  </intermediateExchange>\n';
  });
  return `${head('validIntermediateExchanges')}${entries.join('')}</validIntermediateExchanges>\n`;
}
