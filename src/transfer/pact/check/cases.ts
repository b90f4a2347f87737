// All numbered cases of the conformance check, in the order in which they are run.
import type { Case } from './case.ts';
import { authCases } from './cases/auth.cases.ts';
import { callbackCases } from './cases/callback.cases.ts';
import { eventCases } from './cases/event.cases.ts';
import { filterCases } from './cases/filter.cases.ts';
import { getCases } from './cases/get.cases.ts';
import { lenientCases } from './cases/lenient.cases.ts';
import { listCases } from './cases/list.cases.ts';
import { transportCases } from './cases/transport.cases.ts';
import { wireCases } from './cases/wire.cases.ts';

export const cases: readonly Case[] = [...transportCases, ...authCases, ...listCases, ...filterCases, ...lenientCases, ...getCases, ...wireCases, ...eventCases, ...callbackCases];
