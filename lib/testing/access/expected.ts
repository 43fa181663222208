import type { Place } from '@/lib/access/place';
import { placedScopes, type Scope } from '@/lib/access/scopes';
import type { TestCaller } from './callers';

/**
 * What a caller may expect: told from the declaration of an operation, what the caller was given and where the call acts, and from
 * nothing that decides in the product.
 */
export type Expected = 401 | 403 | 'let in';

export function expected(scope: Scope, { grants, kind }: TestCaller, acts: readonly Place[]): Expected {
  if (scope === 'public') return 'let in';
  if (grants === null || kind === 'anonymous') return 401;
  if (scope === 'known') return 'let in';
  const holding = grants.filter(({ scopes }) => scopes.includes(scope) || scopes.includes('admin'));
  if (holding.length === 0) return 403;
  if (!(placedScopes as readonly Scope[]).includes(scope)) return 'let in';
  const within = (names: readonly string[] | null, name: string | null | undefined) =>
    names === null || name === undefined || (name !== null && names.includes(name));
  const everyPlace = acts.every((place) =>
    holding.some(
      ({ services, environments }) =>
        within(services, place.service) && within(environments, place.environment),
    ),
  );
  return everyPlace ? 'let in' : 403;
}
