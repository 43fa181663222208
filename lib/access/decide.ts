import type { Caller, Grant } from './caller';
import { covers, isUnlimited, type Place } from './place';
import type { AskedScope } from './scopes';

/** What of a caller decides. */
export type Deciding = Pick<Caller, 'kind' | 'name' | 'role' | 'grants'>;

/** What is decided about a request, with the reason where it is refused. */
export type Decision =
  | { allowed: true }
  | { allowed: false; code: 'unauthenticated' | 'missing_scope' | 'foreign_place'; message: string };

const yes: Decision = { allowed: true };

/**
 * Whether a caller holds a scope at all. Where, is asked by {@link decidePlaces} once the request is read.
 */
export function decideScope(caller: Deciding, scope: AskedScope): Decision {
  if (caller.kind !== 'anonymous' && (scope === 'known' || grantsOf(caller, scope).length > 0)) return yes;
  if (caller.kind === 'anonymous') {
    return {
      allowed: false,
      code: 'unauthenticated',
      message: 'Sign in, or send a token: Authorization: Bearer slg_…',
    };
  }
  return {
    allowed: false,
    code: 'missing_scope',
    message: `This needs the scope ${scope}, which ${described(caller)} does not have.`,
  };
}

/** Whether a caller's grants of a scope reach everywhere, so that nobody needs to know the places. */
export function reachesEverywhere(caller: Deciding, scope: AskedScope): boolean {
  return scope === 'known' || grantsOf(caller, scope).some(isUnlimited);
}

/** Whether a caller may use a scope in all of these places. Each place has to lie within one grant. */
export function decidePlaces(caller: Deciding, scope: AskedScope, places: readonly Place[]): Decision {
  const grants = grantsOf(caller, scope);
  const foreign = places.find((place) => !grants.some((grant) => covers(grant, place)));
  if (!foreign) return yes;
  return {
    allowed: false,
    code: 'foreign_place',
    message: `${capital(described(caller))} may not use ${scope} for ${placeText(foreign)}.`,
  };
}

function grantsOf(caller: Deciding, scope: AskedScope): Grant[] {
  return caller.grants.filter(({ scopes }) => scopes.some((held) => held === scope || held === 'admin'));
}

function described({ kind, name, role }: Deciding): string {
  switch (kind) {
    case 'person':
      return `${name} (${role})`;
    case 'token':
      return `the token ${name}`;
    case 'ci':
      return `the run of ${name}`;
    default:
      return `the ${kind} caller`;
  }
}

function placeText({ service, environment }: Place): string {
  const parts = [
    ...(service === null ? ['all services'] : service === undefined ? [] : [`the service ${service}`]),
    ...(environment === null
      ? ['all environments']
      : environment === undefined
        ? []
        : [`the environment ${environment}`]),
  ];
  return parts.join(' in ') || 'this';
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
