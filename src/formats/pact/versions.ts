// Versions of the PACT technical specifications: what differs between them for a footprint (v2.0–2.3, v3.0).

export const pactVersions = ['2.0', '2.1', '2.2', '2.3', '3.0'] as const;
export type PactVersion = (typeof pactVersions)[number];
export type Major = 2 | 3;

/** What a document states as its specVersion: the newest release of the version. */
export const specVersions: Readonly<Record<PactVersion, string>> = { '2.0': '2.0.0', '2.1': '2.1.0', '2.2': '2.2.0', '2.3': '2.3.0', '3.0': '3.0.3' };

export const majorOf = (version: string): number => Number.parseInt(version, 10);

/** Fields that came with 2.3: partners with an older version do not know them. */
export const newIn23 = { top: ['productClassifications'], pcf: ['productMassPerDeclaredUnit', 'crossSectoralStandards'] } as const;
