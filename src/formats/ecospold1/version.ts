// Versions of EcoSpold 1: version and internalVersion (spoldID 202, 207) as one text "1.3.71.04".
import type { ReadContext } from '../../mapping/transform.ts';
import { keepUnless } from './text.ts';

export interface StatedVersion { version?: string; internalVersion?: string }

const pair = (text: string | undefined): string => {
  const [major = '0', minor = '0'] = (text ?? '').replace(/\s/g, '').split('.');
  return `${major || '0'}.${minor || '0'}`;
};

/** Both as one, an absent one as 0.0; undefined where neither is stated. `at` is the path of the element that states them. */
export function joinVersion(stated: StatedVersion, at: string, context: ReadContext): string | undefined {
  if (stated.version === undefined && stated.internalVersion === undefined) return undefined;
  const joined = `${pair(stated.version)}.${pair(stated.internalVersion)}`;
  const back = splitVersion(joined);
  keepUnless(back.version, stated.version, `${at}/@version`, context);
  keepUnless(back.internalVersion, stated.internalVersion, `${at}/@internalVersion`, context);
  return joined;
}

/** The first two numbers, and the next two; versions of other formats have fewer or more digits than the schema allows. */
export function splitVersion(version: string): Required<StatedVersion> {
  const [major = '0', minor = '0', update = '0', ...more] = version.split('.');
  return { version: `${major}.${minor}`, internalVersion: `${update}.${more[0] ?? '0'}` };
}
