// Versions of datasets: how differently written versions are ordered.
import { describe, expect, it } from 'vitest';
import { compareVersions, normalizedVersion, versionKey } from '../../src/model/version.ts';

describe('versionKey', () => {
  it.each([
    ['01.02.003', [1, 2, 3]], ['00.01.05', [0, 1, 5]], ['1.0', [1, 0, 0]], ['v1', [1, 0, 0]], ['1,0', [1, 0, 0]], ['V 2.1', [2, 1, 0]], ['03.00', [3, 0, 0]],
    ['', [0, 0, 0]], [undefined, [0, 0, 0]], ['draft', [0, 0, 0]], ['1.2.3.4', [1, 2, 3, 4]], ['1.2.3.0', [1, 2, 3]], ['1.2-beta', [1, 2, 0]],
  ])('%s', (text, key) => expect(versionKey(text)).toEqual(key));
});

describe('compareVersions', () => {
  it('orders by numbers, not by text', () => {
    const versions = ['10.00.000', '02.00.000', '02.00', '00.01.05', '1.0', undefined, '00.01.010'];
    expect([...versions].sort(compareVersions).filter((v) => v !== undefined)).toEqual(['00.01.05', '00.01.010', '1.0', '02.00.000', '02.00', '10.00.000']);
    expect(compareVersions('02.00', '02.00.000')).toBe(0);
    expect(compareVersions(undefined, '00.00.000')).toBe(0);
    expect(compareVersions('1.2.3.4', '1.2.3')).toBeGreaterThan(0);
  });
});

describe('normalizedVersion', () => {
  it.each([['00.01.05', '00.01.005'], ['v1', '01.00.000'], [undefined, '00.00.000'], ['123.4.5678', '123.04.5678']])('%s → %s', (text, used) => expect(normalizedVersion(text)).toBe(used));
});
