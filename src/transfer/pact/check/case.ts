// What a numbered case of the conformance check is, and what comes out of one.
import type { PactVersion } from '../../../formats/pact/versions.ts';
import type { TestedHost } from './tested-host.ts';

/**
 * How much a case weighs. `must`: a rule of the specification. `should`: its recommendation. `interoperability`: no rule, but other
 * tools and partners stumble over it. Only what fails at `must` makes a host fail; the others become warnings.
 */
export type Level = 'must' | 'should' | 'interoperability';

export type Status = 'passed' | 'failed' | 'warning' | 'not run';

export interface Verdict { status: Status; got: string }

export interface Case {
  /** A letter for the theme and a number; stable. */
  id: string;
  versions: readonly PactVersion[];
  level: Level | ((version: PactVersion) => Level);
  /** The section of the specification of the version that says so. */
  clause: string;
  does: string;
  expected: string;
  run: (host: TestedHost) => Promise<Verdict>;
}

export interface CaseResult extends Verdict { id: string; version: PactVersion; level: Level; clause: string; does: string; expected: string }

export const passed = (got: string): Verdict => ({ status: 'passed', got });
export const failed = (got: string): Verdict => ({ status: 'failed', got });
export const warning = (got: string): Verdict => ({ status: 'warning', got });
export const verdict = (good: boolean, got: string): Verdict => (good ? passed(got) : failed(got));

/** Thrown where a case has nothing to work with: what it needs was not there or failed in another case. */
export class NotRun extends Error {}

/** Thrown where what a case asks itself is not answered as it must be. */
export class Failed extends Error {}

export const levelOf = (one: Case, version: PactVersion): Level => (typeof one.level === 'function' ? one.level(version) : one.level);
