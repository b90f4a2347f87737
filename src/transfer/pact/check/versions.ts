// Groups of the versions of PACT that cases are for.
import { pactVersions, type PactVersion } from '../../../formats/pact/versions.ts';

export const v2: readonly PactVersion[] = ['2.0', '2.1', '2.2', '2.3'];
export const v3: readonly PactVersion[] = ['3.0'];

/** All versions from the given one on. */
export const since = (version: PactVersion): readonly PactVersion[] => pactVersions.slice(pactVersions.indexOf(version));

/** The major version, as it stands in paths. */
export const majorOf = (version: PactVersion): '2' | '3' => (version === '3.0' ? '3' : '2');
