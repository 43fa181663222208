import { expect, test } from 'vitest';
import { localCaller } from '@/lib/access/caller';
import type { Deciding } from '@/lib/access/decide';
import type { Role } from '@/lib/access/roles';
import { grantsOfPerson } from '@/lib/access/session';
import { leastRole, may } from './may';

const person = (role: Role, ...granted: { role: Role; environment: string }[]): Deciding => ({
  kind: 'person',
  name: 'Ada',
  role,
  grants: grantsOfPerson(role, granted),
});

test('whoever is on this machine in protected mode may do everything everywhere', () => {
  expect(may(localCaller, 'admin')).toEqual({ allowed: true });
  expect(may(localCaller, 'locks:write', { environment: null, service: null })).toEqual({ allowed: true });
});

test('what one may nowhere is told with the role that it needs', () => {
  expect(may(person('viewer'), 'incidents:write', { environment: 'prod' })).toEqual({
    allowed: false,
    never: true,
    reason: 'This needs the role responder or more; yours is viewer.',
  });
  expect(may(person('deployer'), 'admin')).toMatchObject({
    never: true,
    reason: 'This needs the role admin; yours is deployer.',
  });
});

test('a role reaches everywhere, also where no environment is named', () => {
  expect(may(person('responder'), 'incidents:write', { service: 'a', environment: null }).allowed).toBe(true);
});

test('a grant in one environment is good there, in any spelling, and told as such elsewhere', () => {
  const ada = person('viewer', { role: 'deployer', environment: 'staging' });
  expect(may(ada, 'locks:write').allowed).toBe(true);
  expect(may(ada, 'locks:write', { environment: 'Staging' }).allowed).toBe(true);
  expect(may(ada, 'locks:write', { environment: 'prod' })).toEqual({
    allowed: false,
    never: false,
    reason: 'You may do this in staging only; this is prod.',
  });
  expect(may(ada, 'locks:write', { environment: null })).toMatchObject({
    never: false,
    reason: 'You may do this in staging only; this reaches beyond.',
  });
});

test('every place has to be allowed', () => {
  const ada = person(
    'viewer',
    { role: 'responder', environment: 'staging' },
    { role: 'responder', environment: 'test' },
  );
  const places = [{ environment: 'staging' }, { environment: 'prod' }];
  expect(may(ada, 'incidents:write', ...places)).toMatchObject({
    reason: 'You may do this in staging and test only; this is prod.',
  });
});

test('a token that is limited to services is told in the words of the server', () => {
  const token: Deciding = {
    kind: 'token',
    name: 'ci',
    role: null,
    grants: [{ scopes: ['events:write'], services: ['shop'], environments: null }],
  };
  expect(may(token, 'events:write', { service: 'till' })).toMatchObject({
    never: false,
    reason: 'The token ci may not use events:write for the service till.',
  });
});

test('each scope has the least role that holds it', () => {
  expect(leastRole('read')).toBe('viewer');
  expect(leastRole('events:write')).toBe('responder');
  expect(leastRole('catalog:write')).toBe('deployer');
  expect(leastRole('admin')).toBe('admin');
});
