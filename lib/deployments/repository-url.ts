import { httpUrl } from '@/lib/links';

/** Where a repository, a commit and a range of commits are looked at. Client-safe and pure. */

/** Hosts that are known by the source of a report where the repository is told as `owner/name`. */
const hosts: Record<string, string> = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  bitbucket: 'https://bitbucket.org',
};

const named = /^[\w.-]+(?:\/[\w.-]+)+$/;
const overSsh = /^(?:ssh:\/\/)?(?:[\w.-]+@)([\w.-]+)(?::\d+\/|[:/])([\w./~-]+)$/;

/**
 * The page of a repository, told as a URL, as an address for git or as `owner/name` (then `source` must say whose). Null for what leads nowhere
 * on the web: nothing but http(s) without credentials leaves here.
 */
export function repositoryUrl(repository: string, source = ''): string | null {
  const text = repository
    .trim()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  if (text === '') return null;
  const ssh = overSsh.exec(text);
  if (ssh) return httpUrl(`https://${ssh[1]}/${ssh[2]}`);
  if (/^https?:\/\//i.test(text)) {
    const url = httpUrl(text);
    if (url === null) return null;
    const { origin, pathname } = new URL(url);
    return pathname === '/' ? null : origin + pathname.replace(/\/+$/, '');
  }
  const forge = Object.keys(hosts).find((name) => source.toLowerCase().includes(name));
  return forge && named.test(text) ? `${hosts[forge]}/${text}` : null;
}

type Forge = 'gitlab' | 'bitbucket' | 'other';
function forgeOf(url: string): Forge {
  const { hostname } = new URL(url);
  return hostname.includes('gitlab') ? 'gitlab' : hostname.includes('bitbucket') ? 'bitbucket' : 'other';
}

const commit = /^[0-9a-f]{4,64}$/i;

/** The page of a commit, or null where repository or commit are not known. */
export function commitUrl(repository: string | null, sha: string | null): string | null {
  if (repository === null || sha === null || !commit.test(sha)) return null;
  const path = { gitlab: '/-/commit/', bitbucket: '/commits/', other: '/commit/' }[forgeOf(repository)];
  return repository + path + sha;
}

/** The page of the commits after `from` up to `to`, or null where something is not known or both are the same. */
export function compareUrl(repository: string | null, from: string | null, to: string | null): string | null {
  if (repository === null || from === null || to === null || from === to) return null;
  if (!commit.test(from) || !commit.test(to)) return null;
  const forge = forgeOf(repository);
  if (forge === 'bitbucket') return `${repository}/branches/compare/${to}%0D${from}`;
  return `${repository}${forge === 'gitlab' ? '/-' : ''}/compare/${from}...${to}`;
}
