// What only PACT 3 demands of a footprint, and what it says otherwise than PACT 2 and the hub (v3.0.3 CarbonFootprint; what has no place goes into the comment).
import type { LocalizedText } from '../../model/value.ts';
import { firstOf } from '../label.ts';
import { compare } from './decimal.ts';
import { dropUnverified, type Preparation } from './ready.ts';
import { isWithinRange } from './scalar.ts';

/** Adds lines to a text, in the language that it is written in. */
function withLines(text: LocalizedText | undefined, lines: readonly string[]): LocalizedText {
  const language = text === undefined || text['en'] !== undefined ? 'en' : Object.keys(text)[0] ?? 'en';
  const stated = text?.[language] ?? '';
  return { ...text, [language]: [...(stated === '' ? [] : [stated]), ...lines].join('\n') };
}

function readyResult3(p: Preparation, notes: string[]): void {
  const { result, scope, method } = p.footprint;
  if (result.total === undefined) p.unknown('result.total');
  const { landManagement } = result;
  if (landManagement !== undefined && result.landManagementBiogenicCo2Emissions === undefined && result.landManagementBiogenicCo2Removals === undefined) {
    const isRemoval = compare(landManagement, '0') < 0;
    const field = isRemoval ? 'landManagementBiogenicCo2Removals' : 'landManagementBiogenicCo2Emissions';
    result[field] = landManagement;
    p.used.add('result.landManagement');
    p.issue('pact-field-approximated', { field: isRemoval ? 'landManagementBiogenicCO2Removals' : 'landManagementBiogenicCO2Emissions', from: 'result.landManagement' }, 'result.landManagement');
    notes.push(`Land management ${isRemoval ? 'removals' : 'emissions'} include other gases than CO2.`);
  }
  if (result.biogenicNonCo2 === undefined && result.biogenicEmissions !== undefined) {
    result.biogenicNonCo2 = result.biogenicEmissions;
    p.used.add('result.biogenicEmissions');
    p.issue('pact-field-approximated', { field: 'biogenicNonCO2Emissions', from: 'result.biogenicEmissions' }, 'result.biogenicEmissions');
  }
  if (p.isFrom2 && result.landCarbonLeakage !== undefined) p.issue('pact-field-approximated', { field: 'landCarbonLeakage', from: 'result.landCarbonLeakage' }, 'result.landCarbonLeakage');
  if (scope.includesCarbonCapture === false) {
    for (const field of ['carbonCapture', 'technologicalRemovals'] as const) {
      if (result[field] === undefined) continue;
      delete result[field];
      p.dropped(`result.${field}`);
    }
    if (method.carbonCaptureOrigin !== undefined) {
      delete method.carbonCaptureOrigin;
      p.dropped('method.carbonCaptureOrigin');
    }
  }
}

function readyQuality3(p: Preparation, notes: string[]): void {
  const { quality } = p.footprint;
  const ratings = ['technology', 'geography', 'time'] as const;
  const stated = ratings.filter((field) => quality[field] !== undefined);
  if (stated.length > 0 && (stated.length < ratings.length || !stated.every((field) => isWithinRange(quality[field]!, 'one-to-five')))) {
    for (const field of stated) {
      delete quality[field];
      p.dropped(`quality.${field}`);
    }
  } else if (stated.length > 0 && quality.ratingScale === 'ONE_TO_THREE') p.issue('pact-field-approximated', { field: 'dqi', from: 'quality (ratings from 1 to 3)' }, 'quality');
  p.used.add('quality.ratingScale');
  const uncertainty = firstOf(quality.uncertainty);
  if (uncertainty === undefined) return;
  notes.push(`Uncertainty assessment: ${uncertainty}`);
  p.noted('quality.uncertainty', 'comment');
}

function readyVerification(p: Preparation): void {
  const { assurance } = p.footprint;
  const { state, level, boundary, coverage } = assurance;
  p.used.add('assurance.state');
  if (state === 'SECOND_PARTY') p.issue('value-approximated', { field: 'assurance', value: state, used: 'verification' }, 'assurance.state');
  if (state !== 'SECOND_PARTY' && state !== 'THIRD_PARTY') return dropUnverified(p);
  const lines: string[] = [];
  const note = (field: string, line: string): void => {
    lines.push(line);
    p.noted(`assurance.${field}`, 'verification.comments');
  };
  if (coverage === 'CORPORATE_LEVEL' || coverage === 'PRODUCT_LINE' || coverage === 'PCF_SYSTEM') {
    note('coverage', `Coverage: ${coverage === 'CORPORATE_LEVEL' ? 'corporate level' : coverage === 'PRODUCT_LINE' ? 'product line' : 'PCF system'}`);
    delete assurance.coverage;
  }
  if (level !== undefined) note('level', `Level of assurance: ${level.toLowerCase()}`);
  if (boundary !== undefined) note('boundary', `Boundary: ${boundary === 'GATE_TO_GATE' ? 'Gate-to-Gate' : boundary === 'CRADLE_TO_GATE' ? 'Cradle-to-Gate' : boundary}`);
  if (lines.length > 0) assurance.comments = withLines(assurance.comments, lines);
}

export function readyFor3(p: Preparation): void {
  const { footprint } = p;
  const { method, statusComment } = footprint;
  const notes: string[] = [];
  if (statusComment !== undefined) {
    notes.push(`Status comment: ${firstOf(statusComment)}`);
    p.noted('statusComment', 'comment');
  }
  readyResult3(p, notes);
  if (method.biogenicAccounting !== undefined) {
    notes.push(`Biogenic accounting methodology: ${method.biogenicAccounting}`);
    p.noted('method.biogenicAccounting', 'comment');
  }
  readyQuality3(p, notes);
  readyVerification(p);
  if (p.isFrom2 && !method.crossSectoralStandards?.some((name) => name.startsWith('PACT-'))) method.crossSectoralStandards = [...(method.crossSectoralStandards ?? []), 'PACT-2.0'];
  if (method.crossSectoralStandards === undefined) p.issue('pact-standard-missing', { list: 'ISO14067, GHGP-Product, …', stated: '–' }, 'method.crossSectoralStandards');
  if (notes.length > 0) footprint.description = withLines(footprint.description, notes);
  p.used.add('updatedAt');
}
