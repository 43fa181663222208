import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { anonymousCaller, type Caller, type Grant, localCaller } from './caller';
import { decidePlaces, decideScope, reachesEverywhere } from './decide';
import { covers, everywhere, type Place } from './place';
import { isAtLeast, roles, scopesOfRole } from './roles';
import { grantableScopes, placedScopes } from './scopes';
import { grantsOfPerson } from './session';

const token = (...grants: Grant[]): Caller => ({
  ...anonymousCaller,
  kind: 'token',
  id: 'a',
  name: 'ci',
  grants,
});
const checkout: Grant = {
  scopes: ['deployments:write'],
  services: ['checkout'],
  environments: ['uat'],
};

describe('a scope', () => {
  it('is asked of everybody but for what is public', () => {
    expect(decideScope(anonymousCaller, 'read')).toMatchObject({ allowed: false, code: 'unauthenticated' });
    expect(decideScope(anonymousCaller, 'known')).toMatchObject({ allowed: false, code: 'unauthenticated' });
    expect(decideScope(token(checkout), 'known')).toEqual({ allowed: true });
    expect(decideScope(token(checkout), 'deployments:write')).toEqual({ allowed: true });
    expect(decideScope(token(checkout), 'read')).toEqual({
      allowed: false,
      code: 'missing_scope',
      message: 'This needs the scope read, which the token ci does not have.',
    });
  });

  it('admin includes every other', () => {
    for (const scope of grantableScopes) expect(decideScope(localCaller, scope)).toEqual({ allowed: true });
  });

  it('of a role is also one of every higher role', () => {
    for (const lower of roles)
      for (const higher of roles)
        if (isAtLeast(higher, lower))
          expect(scopesOfRole(higher)).toEqual(expect.arrayContaining([...scopesOfRole(lower)]));
    expect(scopesOfRole('viewer')).toEqual(['read']);
    expect(roles.filter((role) => scopesOfRole(role).includes('admin'))).toEqual(['admin']);
  });
});

describe('a limit', () => {
  it.each<[Place, boolean]>([
    [{ service: 'checkout', environment: 'UAT' }, true],
    [{ service: ' Checkout ', environment: 'uat' }, true],
    [{ service: 'checkout', environment: 'production' }, false],
    [{ service: 'billing', environment: 'UAT' }, false],
    [{ service: 'checkout', environment: null }, false],
    [{ service: null, environment: 'UAT' }, false],
    [everywhere, false],
    // What has no environment by nature lies within.
    [{ service: 'checkout' }, true],
    [{ environment: 'UAT' }, true],
    [{}, true],
  ])('on checkout in UAT, of %j: %s', (place, expected) => {
    expect(covers(checkout, place)).toBe(expected);
  });

  it('has to hold for every place, each by one grant', () => {
    const caller = token(checkout, { ...checkout, services: ['billing'], environments: ['production'] });
    const decide = (...places: Place[]) => decidePlaces(caller, 'deployments:write', places).allowed;
    expect(
      decide({ service: 'checkout', environment: 'uat' }, { service: 'billing', environment: 'production' }),
    ).toBe(true);
    // Two grants do not make a third one of their parts.
    expect(decide({ service: 'checkout', environment: 'production' })).toBe(false);
    expect(decide({ service: 'checkout', environment: 'uat' }, { service: 'shop', environment: 'uat' })).toBe(
      false,
    );
    expect(decide()).toBe(true);
    expect(decidePlaces(caller, 'locks:write', [{ service: 'checkout', environment: 'uat' }]).allowed).toBe(
      false,
    );
  });

  it('says where one may not', () => {
    expect(
      decidePlaces(token(checkout), 'deployments:write', [{ service: 'checkout', environment: null }]),
    ).toEqual({
      allowed: false,
      code: 'foreign_place',
      message: 'The token ci may not use deployments:write for the service checkout in all environments.',
    });
  });

  it('whose names are all gone allows nothing', () => {
    const gone = token({ ...checkout, services: [] });
    expect(
      decidePlaces(gone, 'deployments:write', [{ service: 'checkout', environment: 'uat' }]).allowed,
    ).toBe(false);
    expect(reachesEverywhere(gone, 'deployments:write')).toBe(false);
  });
});

const name = fc.constantFrom('a', 'b', 'c');
const names = fc.option(fc.uniqueArray(name), { nil: null });
const grant = fc.record({
  scopes: fc.uniqueArray(fc.constantFrom(...placedScopes)),
  services: names,
  environments: names,
});
const place = fc.record({ service: fc.option(name), environment: fc.option(name) });

it('more grants never take anything away, and no limits reach everywhere', () => {
  fc.assert(
    fc.property(
      fc.array(grant),
      grant,
      place,
      fc.constantFrom(...placedScopes),
      (held, more, where, scope) => {
        const before = decidePlaces(token(...held), scope, [where]).allowed;
        const after = decidePlaces(token(...held, more), scope, [where]).allowed;
        expect(before && !after).toBe(false);
        if (reachesEverywhere(token(...held), scope)) expect(before).toBe(true);
        if (decidePlaces(token(...held), scope, [everywhere]).allowed)
          expect(reachesEverywhere(token(...held), scope)).toBe(true);
      },
    ),
  );
});

it('a person has the role everywhere, and more where more was granted', () => {
  const person = {
    ...token(...grantsOfPerson('responder', [{ role: 'deployer', environment: 'uat' }])),
    kind: 'person' as const,
  };
  const may = (scope: 'locks:write' | 'incidents:write', environment: string | null) =>
    decidePlaces(person, scope, [{ service: 'shop', environment }]).allowed;
  expect(may('incidents:write', null)).toBe(true);
  expect(may('locks:write', 'UAT')).toBe(true);
  expect(may('locks:write', 'production')).toBe(false);
  expect(may('locks:write', null)).toBe(false);
});
