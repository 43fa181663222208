/** The nonce in a content security policy, or undefined when it has none. The server puts the policy on the request. */
export function nonceOf(policy: string | null): string | undefined {
  return policy?.match(/'nonce-([A-Za-z0-9+/_=-]+)'/)?.[1];
}
