import { createHash } from 'node:crypto';
import { version } from '@/lib/health/version';
import { type OpenApi, openApi } from '@/lib/http/openapi';
import type { Reply } from '@/lib/http/reply';
import { originOf } from '@/lib/http/request-origin';
import { once } from '@/lib/runtime';
import { operations } from './operations';

const about = {
  version,
  description: `The log of everything that ships and everything that breaks.

Lists answer \`{items, nextCursor}\` and take \`limit\` and \`cursor\`; filters may be repeated. Times are RFC 3339 in UTC. Failures are \`application/problem+json\` (RFC 9457): \`errors\` names each field by a JSON pointer or each parameter by its name. An update takes \`If-Match\` with the ETag that was read.`,
  tags: {
    Events:
      'What happened, is happening and is planned: deployments, operations, drifts, incidents, builds, signals.',
    Live: 'Changes as they are committed.',
    Locks:
      'Who may deploy where: leases with fencing tokens on environments, services and resources, a queue, and what was held.',
    Catalog:
      'Services: what people say of them, what their events tell, what depends on what, and which versions are in use.',
    'Deployment rules':
      'What deployments have to follow: no-deploy windows, the order of environments, one at a time, approvals; and what they stopped.',
    People: 'Who signs in, what each of them may do, and who one is.',
    'Sign-in': 'Sessions of browsers: set-up, passwords, invitations. Programs send tokens instead.',
    Tokens: 'Secrets that machines send, what each of them may do and where, and when it was last used.',
    'Trust rules':
      'Which CI runs are let in by the token that their own issuer signed for them, without a secret.',
    'Audit log':
      'Who did what, and what they were denied: entries that nobody can change, and the chain that shows it.',
    'Tracker events': 'The event routes of Tracker, on its own wire, for its own clients.',
    'Tracker locks': 'The lock routes of Tracker, on its own wire, for its own clients.',
    'Tracker catalog': 'The catalog routes of Tracker, on its own wire, for its own clients.',
    'Ops-Assist': 'The routes of Ops-Assist, on its own wire, for its own clients.',
    Versioner:
      'Deployment and build events, products and versions on the wire of Versioner, for its own clients.',
    'Quick links': 'Links of the portal page, on the wire of Tracker.',
    Health: 'For whoever watches over the process.',
    'API description': 'What these pages say, for programs.',
  },
};

/** The description of the whole API as served at `server`. */
export function describeApi(server: string): OpenApi {
  // Made once: what is declared does not change while the process runs.
  const made = once('api.description', () => openApi(operations, about, 'http://localhost:8080'));
  return { ...made, servers: [{ url: server }] };
}

/** Answers the description as JSON, or 304 to who has it already. */
export function descriptionReply(header: (name: string) => string | undefined): Reply {
  const text = `${JSON.stringify(describeApi(originOf({ get: header })), null, 2)}\n`;
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache', vary: 'host, x-forwarded-proto' };
  const known = header('if-none-match')
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.some((tag) => tag === etag || tag === '*')) return { status: 304, headers };
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, text };
}
