// How an ILCD package is laid out (ilcd.md §1.2), and what datasets of other formats need to stand in one.
import type { Companion } from '../../mapping/writer.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Flow, FlowProperty, UnitGroup } from '../../model/flow.ts';
import type { Process } from '../../model/process.ts';
import type { Packaging } from '../adapter.ts';
import { completeForIlcd } from './complete.ts';
import { measureOf } from './reference-data.ts';

const folders: Partial<Record<DatasetNoun, string>> = {
  process: 'processes', flow: 'flows', flowProperty: 'flowproperties', unitGroup: 'unitgroups', source: 'sources', contact: 'contacts', impactCategory: 'lciamethods',
};

export const ilcdPackaging: Packaging = {
  fileName: (noun, record) => `ILCD/${folders[noun] ?? noun}/${(record as { id: string }).id}.xml`,
  complete: completeForIlcd,
  referenceData(noun, record): Companion[] {
    const { unit, flowProperties } = record as Flow;
    if (noun !== 'flow' || unit === undefined || flowProperties !== undefined) return [];
    const { property, group } = measureOf(unit);
    return [{ noun: 'flowProperty', record: property }, { noun: 'unitGroup', record: group }];
  },
  resolve(noun, back, find) {
    if (noun === 'flowProperty') {
      const property = back as FlowProperty;
      const group = property.unitGroup?.id === undefined ? undefined : find('unitGroup', property.unitGroup.id) as UnitGroup | undefined;
      if (group?.unit !== undefined) property.unit = group.unit;
    }
    if (noun === 'flow') {
      const flow = back as Flow;
      const property = flow.flowProperties?.find((p) => p.internalId === flow.referenceProperty);
      const unit = property?.flowProperty.id === undefined ? undefined : (find('flowProperty', property.flowProperty.id) as FlowProperty | undefined)?.unit;
      if (unit !== undefined) flow.unit = unit;
    }
    if (noun !== 'process') return;
    for (const exchange of (back as Process).exchanges ?? []) {
      const flow = exchange.flow.id === undefined ? undefined : find('flow', exchange.flow.id) as Flow | undefined;
      if (flow === undefined) continue;
      for (const field of ['unit', 'compartment', 'cas', 'chemicalFormula', 'synonyms', 'classifications'] as const) if (flow[field] !== undefined) (exchange as Record<string, unknown>)[field] ??= flow[field];
      if (flow.kind !== undefined) exchange.flowKind ??= flow.kind;
    }
  },
};
