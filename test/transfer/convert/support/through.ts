// A package through several formats, one after the other.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatAdapter } from '../../../../src/formats/adapter.ts';
import { convertPackage } from '../../../../src/transfer/convert/convert-package.ts';
import type { ConvertReport } from '../../../../src/transfer/convert/report.ts';

/** The last package, as a folder below `work`, with the report of the last conversion; `check` sees each report. */
export async function convertThrough(work: string, path: string, targets: readonly FormatAdapter[], check: (report: ConvertReport) => void = () => undefined): Promise<{ folder: string; report: ConvertReport }> {
  let folder = path;
  let report: ConvertReport | undefined;
  for (const to of targets) {
    const out = join(mkdtempSync(join(work, 'x-')), 'out');
    report = await convertPackage({ path: folder, to, out });
    check(report);
    folder = out;
  }
  return { folder, report: report! };
}
