// Which addresses, events and kept documents a version of PACT stands for: those of 2.0 to 2.3 are the same.
import type { Major } from '../../formats/pact/pact.ts';

export const majorOfVersion = (version: string): Major => (version.startsWith('2') ? 2 : 3);
/** The version in addresses of hosts. */
export const addressVersion = (version: string): '2' | '3' => (majorOfVersion(version) === 2 ? '2' : '3');
/** The version whose documents are kept. */
export const keptVersion = (version: string): '2.3' | '3.0' => (majorOfVersion(version) === 2 ? '2.3' : '3.0');
