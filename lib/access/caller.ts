import type { Limits } from './place';
import type { Role } from './roles';
import type { GrantableScope } from './scopes';

/** What somebody may do, and where. A caller may do what any of the grants allows. */
export interface Grant extends Limits {
  scopes: readonly GrantableScope[];
}

/** What the issuer of a CI run vouches for. */
export interface VerifiedRun {
  issuer: string;
  /** Who started the run, as the issuer names them. */
  actor: string | null;
  repository: string | null;
  sha: string | null;
  ref: string | null;
  /** The run's page, or its number where there is none. */
  run: string | null;
  environment: string | null;
}

export type CallerKind = 'local' | 'person' | 'token' | 'ci' | 'anonymous';

/** Who calls. */
export interface Caller {
  /** `local`: protected mode, or everybody where access control is off. */
  kind: CallerKind;
  /** Stable: `local`, or the id of the person, token or trust rule; empty for `anonymous`. */
  id: string;
  /** For changelogs: a person's or token's name, the actor of a run. */
  name: string;
  /** How the caller is known: `socket`, `session`, the hint of a token, the issuer of a run. */
  via: string;
  grants: readonly Grant[];
  role: Role | null;
  email: string | null;
  /** The id of the session, of a person. */
  sessionId: string | null;
  verified: VerifiedRun | null;
  /** By which table Tracker's numbers are read, where the token says so. */
  trackerEnums: 'guide' | 'proto' | null;
  /** Requests a minute, where the token says so. */
  ratePerMinute: number | null;
}

const base = {
  role: null,
  email: null,
  sessionId: null,
  verified: null,
  trackerEnums: null,
  ratePerMinute: null,
};

/** Whoever is on this machine in protected mode. */
export const localCaller: Caller = {
  ...base,
  kind: 'local',
  id: 'local',
  name: 'local',
  via: 'socket',
  grants: [{ scopes: ['admin'], services: null, environments: null }],
};

/** Somebody who has not said who they are. */
export const anonymousCaller: Caller = {
  ...base,
  kind: 'anonymous',
  id: '',
  name: 'anonymous',
  via: '',
  grants: [],
};
