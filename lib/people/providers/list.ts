import { config } from '@/lib/config';

/** The providers that people can sign in with. */
export interface ProviderButton {
  id: 'oidc' | 'github';
  /** What its button says. */
  name: string;
}

/** Those that are configured, in the order of their buttons. */
export function signInProviders(): ProviderButton[] {
  const { oidc, github } = config();
  return [
    ...(oidc ? [{ id: 'oidc' as const, name: oidc.name }] : []),
    ...(github ? [{ id: 'github' as const, name: 'GitHub' }] : []),
  ];
}
