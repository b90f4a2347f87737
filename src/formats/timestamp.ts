// Points in time as ILCD and openLCA state them (ISO 8601, xs:dateTime), the zone of which is often left out.
import type { ScalarTransform } from '../mapping/transform.ts';

const dayTime = /^-?\d{4,}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

export const timestamp: ScalarTransform<string> = {
  name: 'timestamp', about: 'Point in time, kept as stated; without a zone it is compared as UTC.',
  read(text, context) {
    const stated = text.trim();
    if (stated === '') return undefined;
    const found = dayTime.exec(stated);
    if (found === null) context.issue('date-invalid', { value: stated });
    else if (found[3] === undefined) context.issue('date-zone-assumed', { value: stated });
    return stated;
  },
  write: (value) => value,
};
