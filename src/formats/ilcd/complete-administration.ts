// Points in time of other formats as ILCD wants them: day and time to the second, with a zone only where one is stated (ilcd.md §4.3, case 49).
import type { WriteContext } from '../../mapping/transform.ts';
import type { Administration } from '../../model/documentation.ts';

const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;

export function completeAdministration(administration: Administration, context: WriteContext): Administration {
  const done = { ...administration };
  for (const field of ['enteredAt', 'revisedAt'] as const) {
    const stated = done[field]?.trim();
    if (stated === undefined) continue;
    const used = dateTimeOf(stated);
    if (used === undefined) {
      context.issue('date-unwritable', { value: stated, format: 'ILCD' });
      delete done[field];
    } else if (used !== stated) {
      if (!/\d:\d/.test(stated)) context.issue('value-approximated', { field, value: stated, used });
      done[field] = used;
    }
  }
  return done;
}

/** The dateTime of XML Schema: a day stands for its first second. */
export function dateTimeOf(stated: string): string | undefined {
  const found = moment.exec(stated);
  if (found === null) return undefined;
  const [, day, time = '00:00', seconds = ':00', zone = ''] = found;
  return Number.isNaN(Date.parse(`${day}T${time}${seconds}Z`)) ? undefined : `${day}T${time}${seconds}${zone}`;
}
