// The people of the development provider: one for each role, in organizations of the demonstration data.
import type { PersonRole } from '../../hub/access/principal.ts';
import { demoId } from '../../transfer/demo/demo-data.ts';

export interface DevPerson {
  /** Subject at the development provider. */
  id: string;
  name: string;
  email: string;
  role: PersonRole;
  /** Identifier of an organization of the demonstration data. */
  organization?: string;
}

const person = (role: PersonRole, id: string, name: string, organization?: string): DevPerson =>
  ({ id, name, email: `${id}@example.org`, role, ...(organization !== undefined && { organization: demoId('organization', organization) }) });

export const devPeople: readonly DevPerson[] = [
  person('reader', 'reader', 'Example Reader 示例读者'),
  person('enterprise', 'enterprise', 'Example Enterprise 示例企业 (Wenchang Example Coconut Foods)', 'COCONUT'),
  person('certificationBody', 'certification-body', 'Example Certifier 示例认证员 (Qiongzhou Example Certification)', 'DEMO-CB-QIONGZHOU'),
  person('operator', 'operator', 'Example Operator 示例运营员 (Tanlu Example Operator)', 'DEMO-OPERATOR'),
  person('administrator', 'administrator', 'Example Administrator 示例管理员'),
];
