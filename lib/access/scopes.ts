/** What may be granted, and what an operation asks for. Client-safe. */

export const grantableScopes = [
  'read',
  'events:write',
  'locks:write',
  'incidents:write',
  'deployments:write',
  'catalog:write',
  'admin',
] as const;
/** What a token, a trust rule or a role can hold. `admin` includes all others. */
export type GrantableScope = (typeof grantableScopes)[number];

/**
 * What a caller must be allowed to do. `public` needs nothing, `known` only that it is not a stranger (what is about oneself), every
 * other one has to be granted.
 */
export type Scope = 'public' | 'known' | GrantableScope;

/** What {@link Scope} can be asked of a caller. */
export type AskedScope = Exclude<Scope, 'public'>;

/** The scopes of operations that change something about a service or an environment: each says about which. */
export const placedScopes = [
  'events:write',
  'locks:write',
  'incidents:write',
  'deployments:write',
  'catalog:write',
] as const;
export type PlacedScope = (typeof placedScopes)[number];

/** In words, for people who grant them. */
export const scopeTexts: Record<GrantableScope, string> = {
  read: 'Read everything',
  'events:write': 'Report and change events, comment on them',
  'locks:write': 'Take, renew and release locks',
  'incidents:write': 'Open incidents and work on them',
  'deployments:write': 'Report builds and deployments, approve versions, set deployment rules',
  'catalog:write': 'Change catalog entries and links',
  admin: 'Everything, people and tokens included',
};
