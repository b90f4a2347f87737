// Scalar transforms of openLCA JSON-LD on top of the shared ones.
import type { ScalarTransform } from '../../mapping/transform.ts';
import type { Process } from '../../model/process.ts';
import { timestamp } from '../timestamp.ts';

type ProcessType = NonNullable<Process['type']>;

const filled: ScalarTransform<string> = {
  name: 'filled', about: 'Text as it stands; a blank one is absent.',
  read: (text) => (text.trim() === '' ? undefined : text),
  write: (value) => value,
};

const whole: ScalarTransform<string> = {
  name: 'whole', about: 'Whole number of the document, kept as text.',
  read: (text) => text.trim() || undefined,
  write: (value) => value,
};

/** Kinds of process of the model that are aggregated results; all others are unit processes. */
const results: ReadonlySet<ProcessType> = new Set(['LCI_RESULT', 'PARTLY_TERMINATED_SYSTEM', 'AVOIDED_PRODUCT_SYSTEM', 'EPD']);

const processType: ScalarTransform<ProcessType> = {
  name: 'process-type', about: 'UNIT_PROCESS or LCI_RESULT. Finer kinds of the model are written as the one of the two that they belong to, with an issue.',
  read(text, context) {
    const stated = text.trim();
    if (stated === 'UNIT_PROCESS' || stated === 'LCI_RESULT') return stated;
    if (stated !== '') context.issue('code-unknown', { value: stated, list: 'process types' });
    return undefined;
  },
  write(value, context) {
    const used = results.has(value) ? 'LCI_RESULT' : 'UNIT_PROCESS';
    if (used !== value) context.issue('value-approximated', { field: 'processType', value, used });
    return used;
  },
};

export const olcaScalars = [filled, whole, processType, timestamp] as const;
