/** Why somebody whom a provider knows is not let in here. Client-safe. */
export const providerRefusals = ['not_invited', 'address_taken', 'disabled'] as const;
export type ProviderRefusal = (typeof providerRefusals)[number];
