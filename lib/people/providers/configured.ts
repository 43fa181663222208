import type { OAuthConfig } from 'next-auth/providers/oauth';
import { config, type GithubConfig, type OidcConfig } from '@/lib/config';
import { exchangeCode } from './announced';

/** The providers as next-auth wants to know them. */

/** What is taken from any provider: the rest of what it tells is not looked at. */
export interface ProviderProfile {
  sub: string;
  name?: string;
  email?: string;
  email_verified: boolean;
}

interface Claims {
  sub: string;
  name?: string;
  preferred_username?: string;
  email?: string;
  /** Some providers send it as a text. */
  email_verified?: boolean | string;
}

const profileOf = ({
  sub,
  name,
  preferred_username: handle,
  email,
  email_verified: verified,
}: Claims): ProviderProfile => ({
  sub,
  name: name ?? handle,
  email,
  email_verified: verified === true || verified === 'true',
});

const timeoutMs = 10_000;

const shared = {
  type: 'oauth' as const,
  httpOptions: { timeout: timeoutMs },
  profile: ({ sub, name, email }: ProviderProfile) => ({ id: sub, name, email }),
};

/** Those that are configured. */
export function configuredProviders(): OAuthConfig<ProviderProfile>[] {
  const { oidc, github } = config();
  return [...(oidc ? [oidcProvider(oidc)] : []), ...(github ? [githubProvider(github)] : [])];
}

function oidcProvider({ issuer, clientId, clientSecret, name }: OidcConfig): OAuthConfig<ProviderProfile> {
  return {
    ...shared,
    id: 'oidc',
    name,
    wellKnown: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid profile email' } },
    idToken: true,
    token: { request: exchangeCode },
    checks: ['pkce', 'state', 'nonce'],
    clientId,
    clientSecret,
    userinfo: {
      // The ID token says who it is; some providers tell the address only when they are asked for it.
      async request({ tokens, client }) {
        const claims = (tokens as unknown as { claims(): Claims }).claims();
        const asks = !claims.email && client.issuer.metadata.userinfo_endpoint && tokens.access_token;
        const told = asks ? ((await client.userinfo(asks)) as Claims) : claims;
        if (told.sub !== claims.sub) throw new Error('The provider answers about somebody else.');
        return profileOf({ ...told, ...claims });
      },
    },
  };
}

function githubProvider({ clientId, clientSecret, url }: GithubConfig): OAuthConfig<ProviderProfile> {
  const api = new URL(url).host === 'github.com' ? 'https://api.github.com' : `${url}/api/v3`;
  return {
    ...shared,
    id: 'github',
    name: 'GitHub',
    issuer: `${url}/login/oauth`,
    authorization: { url: `${url}/login/oauth/authorize`, params: { scope: 'read:user user:email' } },
    token: `${url}/login/oauth/access_token`,
    checks: ['pkce', 'state'],
    clientId,
    clientSecret,
    userinfo: {
      url: `${api}/user`,
      async request({ tokens }) {
        const ask = async (path: string): Promise<unknown> => {
          const answer = await fetch(`${api}${path}`, {
            headers: {
              authorization: `Bearer ${tokens.access_token}`,
              accept: 'application/vnd.github+json',
            },
            signal: AbortSignal.timeout(timeoutMs),
          });
          if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${path}`);
          return answer.json();
        };
        const user = (await ask('/user')) as { id: number; login: string; name: string | null };
        const emails = (await ask('/user/emails')) as {
          email: string;
          primary: boolean;
          verified: boolean;
        }[];
        const primary = emails.find((one) => one.primary && one.verified);
        return profileOf({
          sub: String(user.id),
          name: user.name || user.login,
          email: primary?.email,
          email_verified: primary !== undefined,
        });
      },
    },
  };
}
