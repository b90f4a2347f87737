// Parts of an ILCD process: exchange, variable, stated impact result. What needs the whole process is done in process.ts.
import type { RawRecord, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';
import { fillReference } from './reference.ts';
import { finishUncertainty, withStatedUncertainty } from './uncertainty.ts';

type ImpactResult = NonNullable<Process['impactResults']>[number];

export const exchange: StructuralTransform<Exchange> = {
  name: 'exchange', about: 'Exchange as stated. Position, reference and computed amount come with the process.',
  read(record, context) {
    finishUncertainty(record, context);
    fillReference(record, 'flow', 'flow', 'referenceToFlowDataSet', context);
    return { internalId: '', position: 0, isReference: false, ...record } as Exchange;
  },
  /** Most are written as they are: fields without a row in the table are not written, and copying them would cost more than all else here. */
  write(value) {
    const { calculated, internalId } = value;
    if (calculated !== true && internalId !== '') return value as unknown as RawRecord;
    const record: RawRecord = { ...value };
    // A computed amount is computed again when it is read.
    if (calculated === true) delete record['amount'];
    if (internalId === '') delete record['internalId'];
    return record;
  },
};

export const parameter: StructuralTransform<Parameter> = {
  name: 'parameter', about: 'Variable or parameter as stated; its position comes with the process.',
  read(record, context) {
    finishUncertainty(record, context);
    return { position: 0, name: '', ...record } as Parameter;
  },
  write({ position: _position, calculated, ...stated }) {
    const record = withStatedUncertainty(stated);
    if (stated.name === '') delete record['name'];
    // A computed value is computed again when it is read.
    if (calculated === true) delete record['value'];
    return record;
  },
};

export const impactResult: StructuralTransform<ImpactResult> = {
  name: 'impact-result', about: 'Stated result of an impact category.',
  read(record, context) {
    finishUncertainty(record, context);
    fillReference(record, 'category', 'impactCategory', 'referenceToLCIAMethodDataSet', context);
    return record as ImpactResult;
  },
  write: withStatedUncertainty,
};
