// Field groups of a footprint that may be closed to others although the record is open to them (design §5: visibility per record and per field group).
import { z } from 'zod';

export const fieldGroup = z.enum(['STAGES', 'GASES', 'QUALITY', 'METHOD', 'PROCESS', 'VERIFICATION'])
  .meta({
    id: 'FieldGroup',
    description: 'Fields of a footprint that are closed together: STAGES (values by life cycle stage), GASES (emissions by gas), QUALITY (data quality and uncertainty), METHOD (background databases, software, electricity factor), PROCESS (the inventory behind it, installations), VERIFICATION (verifier, accreditation, statement).',
  });
export type FieldGroup = z.infer<typeof fieldGroup>;

/** Paths in the record of a footprint that belong to each group. */
export const fieldGroupPaths: Readonly<Record<FieldGroup, readonly string[]>> = {
  STAGES: ['scope.stages'],
  GASES: ['result.gases'],
  QUALITY: ['quality'],
  METHOD: ['method.backgroundDatabases', 'method.software', 'method.electricityFactor'],
  PROCESS: ['process', 'installations'],
  VERIFICATION: ['assurance.verifier', 'assurance.accreditation', 'assurance.siteVisit', 'assurance.statementHash', 'assurance.result', 'assurance.comments'],
};
