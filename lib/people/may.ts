import { type Deciding, decidePlaces, decideScope } from '@/lib/access/decide';
import type { Place } from '@/lib/access/place';
import { type Role, roles, scopesOfRole } from '@/lib/access/roles';
import type { GrantableScope } from '@/lib/access/scopes';

/** What a screen asks before it offers something. The server decides again. Client-safe. */

export type Permission =
  | { allowed: true }
  | {
      allowed: false;
      /** Nowhere: what one never may is not offered at all. Else it is refused only here, and `reason` says why. */
      never: boolean;
      reason: string;
    };

const yes: Permission = { allowed: true };

/**
 * Whether somebody may use a scope in all of these places; without any: somewhere.
 */
export function may(who: Deciding, scope: GrantableScope, ...places: readonly Place[]): Permission {
  if (!decideScope(who, scope).allowed) return { allowed: false, never: true, reason: neverText(who, scope) };
  const decision = decidePlaces(who, scope, places);
  if (decision.allowed) return yes;
  return { allowed: false, never: false, reason: elsewhereText(who, scope, places) ?? decision.message };
}

/** The least role that holds a scope. */
export const leastRole = (scope: GrantableScope): Role =>
  roles.find((role) => scopesOfRole(role).includes(scope)) ?? 'admin';

function neverText({ role }: Deciding, scope: GrantableScope): string {
  const least = leastRole(scope);
  const needed = least === 'admin' ? 'the role admin' : `the role ${least} or more`;
  return `This needs ${needed}${role === null ? '' : `; yours is ${role}`}.`;
}

/** Of somebody who is limited by environments alone, as people are. */
function elsewhereText(
  { grants }: Deciding,
  scope: GrantableScope,
  places: readonly Place[],
): string | undefined {
  const own = grants.filter(({ scopes }) => scopes.some((held) => held === scope || held === 'admin'));
  if (own.some(({ services }) => services !== null)) return undefined;
  const mine = [...new Set(own.flatMap(({ environments }) => environments ?? []))];
  const named = places.flatMap(({ environment }) =>
    typeof environment === 'string' && !mine.includes(environment.toLowerCase()) ? [environment] : [],
  );
  const here = named[0] === undefined ? 'this reaches beyond' : `this is ${named[0]}`;
  return `You may do this in ${inWords(mine)} only; ${here}.`;
}

const inWords = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
