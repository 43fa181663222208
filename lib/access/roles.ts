import { type GrantableScope, grantableScopes } from './scopes';

/** What people are, from the least to the most. Client-safe. */
export const roles = ['viewer', 'responder', 'deployer', 'admin'] as const;
export type Role = (typeof roles)[number];

const viewer = ['read'] as const;
const responder = [...viewer, 'events:write', 'incidents:write'] as const;
const deployer = [...responder, 'locks:write', 'deployments:write', 'catalog:write'] as const;

const scopes: Record<Role, readonly GrantableScope[]> = {
  viewer,
  responder,
  deployer,
  admin: grantableScopes,
};

/** What somebody of this role may do. Each role may do what the ones before it may. */
export const scopesOfRole = (role: Role): readonly GrantableScope[] => scopes[role];

/** Whether `role` is `other` or more. */
export const isAtLeast = (role: Role, other: Role): boolean => roles.indexOf(role) >= roles.indexOf(other);

/** In words, for people who give them. */
export const roleTexts: Record<Role, string> = {
  viewer: 'Reads everything',
  responder: 'Also works on incidents, reports and comments on events',
  deployer: 'Also takes locks, reports and approves deployments, changes the catalog',
  admin: 'Everything, people and tokens included',
};
