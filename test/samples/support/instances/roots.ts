// The root elements of the formats with the schemas that declare them, and documents of them.
import type { Kind } from '../samples.ts';
import type { Wishes } from './instance.ts';
import { epdPlaces } from './epd-places.ts';

export interface SchemaRoot {
  name: string;
  format: Extract<Kind, 'ilcd' | 'ecospold1' | 'ecospold2'>;
  file: string;
  root: string;
  wishes?: Partial<Wishes>;
  /** False where libxml2 cannot use the schema as it was published. */
  isChecked?: boolean;
}

const ilcd = (name: string, root: string): SchemaRoot => ({ name: `ILCD ${name}`, format: 'ilcd', file: `ilcd/ILCD_${root[0]!.toUpperCase()}${root.slice(1)}.xsd`, root });

/** The field that makes a process a declaration; without it another schema is asked. */
const declares = 'processDataSet/modellingAndValidation/LCIMethodAndAllocation/typeOfDataSet';

export const schemaRoots: readonly SchemaRoot[] = [
  ilcd('process', 'processDataSet'), ilcd('flow', 'flowDataSet'), ilcd('flow property', 'flowPropertyDataSet'), ilcd('unit group', 'unitGroupDataSet'),
  ilcd('source', 'sourceDataSet'), ilcd('contact', 'contactDataSet'), ilcd('LCIA method', 'LCIAMethodDataSet'), ilcd('life cycle model', 'lifeCycleModelDataSet'),
  {
    name: 'ILCD environmental product declaration', format: 'ilcd', file: 'ilcd-epd/EPD_DataSet.xsd', root: 'processDataSet',
    wishes: { inside: epdPlaces, foreign: 0.4, always: (path) => declares.startsWith(path), given: (path) => (path === declares ? 'EPD' : undefined) },
  },
  { name: 'EcoSpold 1 process', format: 'ecospold1', file: 'ecospold1/EcoSpold01Dataset.xsd', root: 'ecoSpold' },
  { name: 'EcoSpold 1 impact', format: 'ecospold1', file: 'ecospold1/EcoSpold01ImpactDataset.xsd', root: 'ecoSpold' },
  { name: 'EcoSpold 1 elementary', format: 'ecospold1', file: 'ecospold1/EcoSpold01ElementaryDataset.xsd', root: 'ecoSpold', isChecked: false },
  { name: 'EcoSpold 2 activity', format: 'ecospold2', file: 'ecospold2/EcoSpold02.xsd', root: 'ecoSpold' },
];
