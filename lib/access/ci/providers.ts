import { httpUrl } from '@/lib/links';
import type { VerifiedRun } from '../caller';

/**
 * What the issuers of CI tokens say in their claims, by their own documentation (GitHub: "OpenID Connect reference", GitLab: "ID token
 * authentication"). Client-safe.
 */

export const ciProviders = ['github', 'gitlab', 'other'] as const;
export type CiProvider = (typeof ciProviders)[number];

/** Claims of a token whose signature is good, or about to be checked. */
export type Claims = Readonly<Record<string, unknown>>;

type Told = Omit<VerifiedRun, 'issuer' | 'run'>;

interface Provider {
  label: string;
  /** Where its hosted product issues tokens. */
  issuer: string;
  /** Claims that stay with a thing for ever: whoever takes over a name that was given up has another id. A rule needs one of them. */
  ids: readonly string[];
  /** In which claims it says what. */
  told: Record<keyof Told, string>;
  runUrl(claims: Claims, issuer: string): string | null;
}

export const providers: Record<CiProvider, Provider> = {
  github: {
    label: 'GitHub Actions',
    issuer: 'https://token.actions.githubusercontent.com',
    ids: ['repository_id', 'repository_owner_id'],
    told: { actor: 'actor', repository: 'repository', sha: 'sha', ref: 'ref', environment: 'environment' },
    runUrl(claims, issuer) {
      const repository = claimText(claims, 'repository');
      const run = claimText(claims, 'run_id');
      if (!repository || !run || !/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^\d+$/.test(run)) return null;
      const attempt = claimText(claims, 'run_attempt');
      const again = attempt && /^\d+$/.test(attempt) ? `/attempts/${attempt}` : '';
      return httpUrl(`${githubServer(issuer)}/${repository}/actions/runs/${run}${again}`);
    },
  },
  gitlab: {
    label: 'GitLab CI',
    issuer: 'https://gitlab.com',
    ids: ['project_id', 'namespace_id'],
    told: {
      actor: 'user_login',
      repository: 'project_path',
      sha: 'sha',
      ref: 'ref_path',
      environment: 'environment',
    },
    runUrl(claims, issuer) {
      const project = claimText(claims, 'project_path');
      const pipeline = claimText(claims, 'pipeline_id');
      if (!project || !pipeline || !/^[\w./-]+$/.test(project) || !/^\d+$/.test(pipeline)) return null;
      return httpUrl(`${issuer.replace(/\/+$/, '')}/${project}/-/pipelines/${pipeline}`);
    },
  },
  other: {
    label: 'Another issuer',
    issuer: '',
    ids: ['sub'],
    told: { actor: 'actor', repository: 'repository', sha: 'sha', ref: 'ref', environment: 'environment' },
    runUrl: (claims) => claimText(claims, 'run_id'),
  },
};

/** The pages of a GitHub, by the issuer of its tokens: github.com, a subdomain of ghe.com, or a server of one's own. */
function githubServer(issuer: string): string {
  const { hostname, origin } = new URL(issuer);
  if (hostname === 'token.actions.githubusercontent.com') return 'https://github.com';
  const tenant = /^token\.actions\.([\w-]+\.ghe\.com)$/.exec(hostname);
  return tenant ? `https://${tenant[1]}` : origin;
}

/** The provider whose rules an issuer must be trusted by, where it serves everybody: its names are not to be relied upon. */
export function providerOfIssuer(issuer: string): CiProvider | undefined {
  const at = (hosted: string) => issuer === hosted || issuer.startsWith(`${hosted}/`);
  return (['github', 'gitlab'] as const).find((name) => at(providers[name].issuer));
}

/** A claim as text, fit to be stored and shown; null where it is missing or no scalar. */
export function claimText(claims: Claims, name: string): string | null {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 500);
  return text === '' ? null : text;
}

/** What the issuer vouches for, in our words. */
export function verifiedRun(provider: CiProvider, claims: Claims, issuer: string): VerifiedRun {
  const { told, runUrl } = providers[provider];
  return {
    issuer,
    actor: claimText(claims, told.actor),
    repository: claimText(claims, told.repository),
    sha: claimText(claims, told.sha),
    ref: claimText(claims, told.ref),
    run: runUrl(claims, issuer),
    environment: claimText(claims, told.environment),
  };
}
