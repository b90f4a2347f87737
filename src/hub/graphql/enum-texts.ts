// Descriptions of enum values. The model names the values in the words of the field; what those words leave open is said here.

const texts: Record<string, string> = {
  'ProcessType.UNIT_PROCESS': 'Unit process, not told apart further.',
  'ProcessType.UNIT_PROCESS_SINGLE_OPERATION': 'Unit process of a single operation (ILCD).',
  'ProcessType.UNIT_PROCESS_BLACK_BOX': 'Unit process whose operations are aggregated (ILCD).',
  'ProcessType.LCI_RESULT': 'Aggregated life cycle inventory; product inputs are resolved.',
  'ProcessType.PARTLY_TERMINATED_SYSTEM': 'Aggregated inventory in which some product or waste flows stay open.',
  'ProcessType.AVOIDED_PRODUCT_SYSTEM': 'System whose inventory is credited.',
  'ProcessType.EPD': 'Environmental product declaration.',
  'FlowKind.PRODUCT': 'Product flow: goods and services of the technosphere.',
  'FlowKind.WASTE': 'Waste flow: leaves for treatment.',
  'FlowKind.ELEMENTARY': 'Elementary flow: taken from or released to the environment.',
  'FactorKind.ELECTRICITY_LIFE_CYCLE': 'Life-cycle footprint factor of electricity (碳足迹因子); may enter a product carbon footprint.',
  'FactorKind.ELECTRICITY_DIRECT': 'Direct CO2 emission factor of electricity (二氧化碳排放因子); must not enter a product carbon footprint.',
  'GasBasis.CO2E': 'All greenhouse gases, as CO2 equivalents.',
  'GasBasis.CO2': 'Carbon dioxide alone.',
  'Visibility.PUBLIC': 'Everybody.',
  'Visibility.PARTNER': 'Partner registries.',
  'Visibility.BUYER': 'Buyers named by the owner.',
  'Visibility.PRIVATE': 'The owner and the operator.',
  'CarbonOrigin.UPTAKE': 'Carbon dioxide taken up by biomass.',
  'ElectricityMethod.LOCATION': 'Average of the grid at the place of use.',
  'ElectricityMethod.CONTRACT': 'Contracts and certificates.',
  'ElectricityMethod.RESIDUAL': 'Residual mix.',
  'IssueKind.DROPPED': 'Data could not be carried and were left out.',
  'IssueKind.DEFAULTED': 'Nothing was stated; a default was taken.',
  'IssueKind.APPROXIMATED': 'Data were carried with less precision.',
  'IssueKind.UNMAPPED': 'No table knows the value; it was kept as stated.',
  'IssueKind.REPAIRED': 'Data were wrong in a way that can be repaired.',
  'IssueKind.INVALID': 'Data are wrong.',
  'ChangeReason.DATA': 'The data changed.',
  'ChangeReason.FACTOR': 'A factor behind them changed.',
  'ChangeReason.RULE': 'A rule behind them changed.',
  'ChangeReason.ERROR': 'An error was corrected.',
  'ChangeReason.ORGANIZATION': 'The organization behind them changed.',
};

/** Description of an enum value; plain words where the name says it all. */
export function enumValueText(type: string, value: string): string {
  const said = texts[`${type}.${value}`];
  if (said) return said;
  const words = value.toLowerCase().replace(/_/g, ' ');
  return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
}
