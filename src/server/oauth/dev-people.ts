// The people of the development provider: one for each role, in organizations of the demonstration data.
import type { PersonRole } from '../../hub/access/principal.ts';
import { demoId } from '../../transfer/demo/demo-data.ts';

export interface DevPerson {
  /** Subject at the development provider. */
  id: string;
  name: string;
  email: string;
  role: PersonRole;
  /** An organization of the demonstration data. */
  organization?: { id: string; name: string };
}

/** `at`: key and name of the organization. */
const person = (role: PersonRole, id: string, name: string, at?: [key: string, name: string]): DevPerson =>
  ({ id, name, email: `${id}@example.org`, role, ...(at !== undefined && { organization: { id: demoId('organization', at[0]), name: at[1] } }) });

export const devPeople: readonly DevPerson[] = [
  person('reader', 'reader', 'Example Reader 示例读者'),
  person('enterprise', 'enterprise', 'Example Enterprise 示例企业', ['COCONUT', 'Wenchang Example Coconut Foods']),
  person('certificationBody', 'certification-body', 'Example Certifier 示例认证员', ['DEMO-CB-QIONGZHOU', 'Qiongzhou Example Certification']),
  person('operator', 'operator', 'Example Operator 示例运营员', ['DEMO-OPERATOR', 'Tanlu Example Operator']),
  person('administrator', 'administrator', 'Example Administrator 示例管理员'),
];
