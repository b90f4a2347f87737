// Documentation blocks of life cycle inventory datasets: reviews, compliance, administration (ILCD 1.1; EcoSpold 2 §modellingAndValidation).
import { z } from 'zod';
import { date, decimal, text } from './scalar.ts';
import { localizedText, reference } from './value.ts';

export const dataQualityIndicator = z.object({
  name: text.describe('Indicator, in the words of ILCD 1.1.'),
  value: text.describe('Quality level, in the words of ILCD 1.1.'),
}).meta({ id: 'DataQualityIndicator', description: 'A data-quality statement.' });

export const reviewScope = z.object({
  name: text.describe('What was reviewed.'),
  methods: z.array(text).describe('How it was reviewed.'),
}).meta({ id: 'ReviewScope', description: 'Scope of a review with the methods used for it.' });

export const review = z.object({
  type: text.optional().describe('Kind of review, in the words of ILCD 1.1.'),
  scopes: z.array(reviewScope).optional().describe('Scopes with their methods.'),
  dataQuality: z.array(dataQualityIndicator).optional().describe('Data-quality indicators found.'),
  details: localizedText.optional().describe('Findings.'),
  otherDetails: localizedText.optional().describe('Subsequent comments.'),
  reviewers: z.array(reference).optional().describe('Reviewers and their institutions.'),
  report: reference.optional().describe('Complete report.'),
  date: date.optional().describe('Day of the review.'),
  reviewedVersion: text.optional().describe('Version that was reviewed.'),
}).meta({ id: 'Review', description: 'A review of the dataset.' });
export type Review = z.infer<typeof review>;

export const compliance = z.object({
  system: reference.optional().describe('Compliance system.'),
  overall: text.optional().describe('Overall compliance.'),
  nomenclature: text.optional().describe('Nomenclature compliance.'),
  method: text.optional().describe('Methodological compliance.'),
  review: text.optional().describe('Review compliance.'),
  documentation: text.optional().describe('Documentation compliance.'),
  quality: text.optional().describe('Quality compliance.'),
}).meta({ id: 'Compliance', description: 'A declaration of compliance with a system of rules.' });
export type Compliance = z.infer<typeof compliance>;

export const completenessStatement = z.object({
  type: text.describe('Kind of elementary flows or impact.'),
  value: text.describe('Statement.'),
}).meta({ id: 'CompletenessStatement', description: 'Completeness of one kind of elementary flows.' });

export const administration = z.object({
  commissioners: z.array(reference).optional().describe('Commissioners.'),
  project: localizedText.optional().describe('Project.'),
  intendedApplications: localizedText.optional().describe('Intended applications.'),
  generators: z.array(reference).optional().describe('Those who generated the data.'),
  contacts: z.array(reference).optional().describe('Persons and parties that the dataset lists, in the order stated, whatever their part.'),
  enteredAt: text.optional().describe('When the data were entered, as stated.'),
  enteredBy: reference.optional().describe('Who entered the data.'),
  formats: z.array(reference).optional().describe('Dataset formats stated.'),
  convertedFrom: reference.optional().describe('Dataset this one was converted from.'),
  useApprovals: z.array(reference).optional().describe('Those who officially approved the use.'),
  revisedAt: text.optional().describe('Last revision, as stated.'),
  createdAt: text.optional().describe('Creation, as stated.'),
  precedingVersions: z.array(reference).optional().describe('Preceding versions.'),
  status: text.optional().describe('Workflow and publication status.'),
  republication: reference.optional().describe('Unchanged republication.'),
  registrationAuthority: reference.optional().describe('Registration authority.'),
  registrationNumber: text.optional().describe('Registration number.'),
  publishedIn: text.optional().describe('Whether and where the data are published (EcoSpold code in words).'),
  publication: reference.optional().describe('Published source.'),
  pages: text.optional().describe('Pages in the published source.'),
  accessLevel: text.optional().describe('Access level (EcoSpold code in words).'),
  companyId: text.optional().describe('Identifier of the company, as stated.'),
  companyCode: text.optional().describe('Company code.'),
  internalSchemaVersion: text.optional().describe('Schema version that the generator states.'),
  generator: text.optional().describe('Software that wrote the file.'),
  fileWrittenAt: text.optional().describe('When the file was written, as stated.'),
  defaultLanguage: text.optional().describe('Default language stated.'),
}).meta({ id: 'Administration', description: 'Who made, entered, published the dataset, and when.' });
export type Administration = z.infer<typeof administration>;

export const uncertainty = z.object({
  distribution: z.enum(['LOGNORMAL', 'NORMAL', 'TRIANGULAR', 'UNIFORM', 'BETA', 'GAMMA', 'BINOMIAL', 'UNDEFINED'])
    .meta({ id: 'Distribution', description: 'Kind of probability distribution.' }).describe('Kind of distribution.'),
  mean: text.optional().describe('Mean as stated (geometric mean for lognormal).'),
  mode: text.optional().describe('Most likely value as stated.'),
  minimum: text.optional().describe('Minimum as stated.'),
  maximum: text.optional().describe('Maximum as stated.'),
  mu: text.optional().describe('Mean of the logarithms as stated (EcoSpold 2); unreliable in real data.'),
  variance: text.optional().describe('Basic variance as stated (EcoSpold 2; of the logarithms for lognormal).'),
  varianceWithPedigree: text.optional().describe('Variance including pedigree as stated (EcoSpold 2).'),
  relativeStandardDeviation95: text.optional().describe('ILCD relativeStandardDeviation95In as stated: squared geometric standard deviation (lognormal) or twice the standard deviation (normal).'),
  standardDeviation95: text.optional().describe('EcoSpold standardDeviation95 as stated.'),
  standardDeviation: text.optional().describe('Standard deviation as stated (openLCA): geometric for lognormal, arithmetic for normal.'),
  shape: text.optional().describe('Shape parameter (gamma).'),
  scale: text.optional().describe('Scale parameter (gamma).'),
  trials: text.optional().describe('Number of trials (binomial).'),
  probability: text.optional().describe('Probability (binomial).'),
  sigma: decimal.optional().describe('Derived: standard deviation of the logarithms (lognormal) or of the values (normal).'),
  pedigree: z.object({
    reliability: text.optional().describe('Score 1–5.'),
    completeness: text.optional().describe('Score 1–5.'),
    temporal: text.optional().describe('Score 1–5.'),
    geographical: text.optional().describe('Score 1–5.'),
    technology: text.optional().describe('Score 1–5.'),
  }).meta({ id: 'Pedigree', description: 'Pedigree scores (1 best – 5 worst).' }).optional().describe('Pedigree scores.'),
  comment: localizedText.optional().describe('Remark on the uncertainty.'),
}).meta({ id: 'Uncertainty', description: 'Uncertainty as stated by the source; derived values are marked as such.' });
export type Uncertainty = z.infer<typeof uncertainty>;
