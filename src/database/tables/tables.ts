// Every table of the database, by noun and as a list.
import type { Noun } from '../../model/noun.ts';
import type { Table } from './column.ts';
import { datasetTables } from './datasets.ts';
import { accessEventTable, accessGrantTable, partnerTable } from './access.ts';
import { clientAssertionTable, partnerCredentialTable, personTable, signingKeyTable } from './identity.ts';
import { fieldMappingTable, flowMappingTable, flowMapRowTable } from './mapping.ts';
import { deliveryTable, footprintRequestTable, pactFootprintTable, pactPendingTable, partnerAliasTable, receivedEventTable, receivedFootprintTable, requestRuleTable, syncRunTable } from './pact.ts';
import { geographyTable, importExchangeTable, importIssueTable, importRunTable, sourceDocumentTable } from './provenance.ts';
import { datasetReferenceTable, rowTables } from './rows.ts';

export const nounTables: Record<Noun, Table> = { ...datasetTables, ...rowTables, sourceDocument: sourceDocumentTable, importRun: importRunTable,
  flowMapping: flowMappingTable, flowMapRow: flowMapRowTable, fieldMapping: fieldMappingTable,
  partner: partnerTable, accessGrant: accessGrantTable, accessEvent: accessEventTable,
  pactFootprint: pactFootprintTable, footprintRequest: footprintRequestTable, requestRule: requestRuleTable, delivery: deliveryTable, syncRun: syncRunTable };

export const allTables: readonly Table[] = [...Object.values(nounTables), datasetReferenceTable, importIssueTable, importExchangeTable, geographyTable, pactPendingTable, receivedEventTable, receivedFootprintTable, partnerAliasTable,
  personTable, partnerCredentialTable, clientAssertionTable, signingKeyTable];

const byName = new Map(allTables.map((table) => [table.name, table]));

export function tableNamed(name: string): Table {
  const table = byName.get(name);
  if (!table) throw new Error(`There is no table ${name}`);
  return table;
}
