// Content declaration of a product: components, materials, substances (ISO 14025; ILCD+EPD 1.2 and 1.3, contentDeclaration).
import { z } from 'zod';
import { text } from './scalar.ts';
import { localizedText } from './value.ts';

const decimalText = (description: string) => text.optional().describe(description).meta({ scalar: 'Decimal' });

export const statedRange = z.object({
  value: decimalText('Value as stated.'),
  lower: decimalText('Lower bound as stated.'),
  upper: decimalText('Upper bound as stated.'),
}).meta({ id: 'StatedRange', description: 'A value, or a range that it lies in.' });

const content = {
  name: localizedText.optional().describe('Name.'),
  weightPercent: statedRange.optional().describe('Share of the weight.').meta({ unit: '%' }),
  mass: statedRange.optional().describe('Mass per declared unit, as stated; the format fixes no unit.'),
  comment: localizedText.optional().describe('Remark.'),
};

const substanceFields = {
  dictionaryId: text.optional().describe('Identifier in a data dictionary, as stated.'),
  casStated: text.optional().describe('CAS number as stated.'),
  ecNumber: text.optional().describe('EC number as stated.'),
  hazardCode: text.optional().describe('Hazard code as stated.'),
  renewablePercent: decimalText('Renewable share.').meta({ unit: '%' }),
  recycledPercent: decimalText('Recycled share.').meta({ unit: '%' }),
  recyclablePercent: decimalText('Recyclable share.').meta({ unit: '%' }),
  isPackaging: z.boolean().optional().describe('Whether it belongs to the packaging.'),
  ...content,
};

export const contentSubstance = z.object(substanceFields).meta({ id: 'ContentSubstance', description: 'A substance that a product contains.' });
export const contentMaterial = z.object({
  ...substanceFields, substances: z.array(contentSubstance).optional().describe('Substances in it.'),
}).meta({ id: 'ContentMaterial', description: 'A material that a product is made of.' });
export const contentComponent = z.object({
  ...content,
  materials: z.array(contentMaterial).optional().describe('Materials of it.'),
  substances: z.array(contentSubstance).optional().describe('Substances in it.'),
}).meta({ id: 'ContentComponent', description: 'A component of a product.' });
