import type { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import { proveSameOrigin } from '@/lib/access/browser-proof';
import { anonymousCaller } from '@/lib/access/caller';
import { originHeader, readOrigin } from '@/lib/access/origin';
import { takeRequest } from '@/lib/access/rate-limits';
import { sessionCookieName, sessionMostMs } from '@/lib/access/session';
import { sentSession, sessionCookieOptions } from '@/lib/access/session-create';
import type { AuditAbout } from '@/lib/audit/entry';
import { noteDenial, recordAudit } from '@/lib/audit/record';
import { config } from '@/lib/config';
import { DomainError } from '@/lib/errors';
import { HttpError } from '@/lib/http/http-error';
import { native } from '@/lib/http/problem';
import { finish } from '@/lib/http/reply';
import { newRequestId, requestIdHeader } from '@/lib/http/request-id';
import { log } from '@/lib/log';
import { ownPath } from '../own-path';
import { shiplogAdapter } from './adapter';
import { admitAccount } from './admit-account';
import { configuredProviders, type ProviderProfile } from './configured';
import { ownSecret } from './own-secret';

/**
 * What next-auth answers at /api/auth: the way to a provider and back, and whose session a browser has. The rest of what it could do
 * (signing out, its own pages, taking log lines from browsers) is not reachable.
 */

const reachable = /^(?:GET (?:csrf|session|callback\/[\w-]+)|POST signin\/[\w-]+)$/;

type Context = { params: Promise<{ nextauth: string[] }> };

/** Answers a request. Never throws. */
export async function answerAuth(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  try {
    return await answer(request, context, nextauth);
  } catch (error) {
    const requestId = request.headers.get(requestIdHeader) ?? '';
    if (!(error instanceof DomainError || error instanceof HttpError))
      log().error({ err: error, requestId }, 'signing in with a provider failed');
    const failure =
      error instanceof DomainError || error instanceof HttpError
        ? error
        : new HttpError('internal', 'The server failed to carry this out; its log says why.', { requestId });
    const { status, headers, body } = finish(native.renderError(failure));
    return new Response(body, { status, headers });
  }
}

async function answer(
  request: NextRequest,
  context: Context,
  [action = '', provider = '']: string[],
): Promise<Response> {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const { address } = readOrigin(header(originHeader));
  if (!reachable.test(`${request.method} ${[action, provider].filter(Boolean).join('/')}`))
    throw new HttpError('route_not_found', `Nothing is served at /api/auth/${action}.`);
  await takeRequest(anonymousCaller, address);
  if (request.method === 'POST') {
    proveSameOrigin(header);
    if (!/^application\/json\s*(?:;|$)/i.test(header('content-type') ?? ''))
      throw new HttpError('unsupported_media_type', 'The body must be JSON.');
    const elsewhere = otherAddress(header('host'));
    if (elsewhere) return Response.json({ url: elsewhere }, { headers: { 'cache-control': 'no-store' } });
  }
  const about: AuditAbout = {
    requestId: header(requestIdHeader) ?? newRequestId(),
    callerKind: 'anonymous',
    callerId: '',
    callerName: 'anonymous',
    via: provider,
    address,
    operation: 'signIn',
  };
  const facts =
    action === 'callback'
      ? { address, userAgent: header('user-agent') ?? '', replaces: sentSession(header) }
      : null;
  const answered = (await NextAuth(request, context, await options(provider, facts, about))) as Response;
  return led(answered, action, about);
}

/** next-auth has pages of its own for failures; ours is the sign-in page, which says it in words. */
async function led(answered: Response, action: string, about: AuditAbout): Promise<Response> {
  const headers = new Headers(answered.headers);
  headers.set('cache-control', 'no-store');
  if (headers.get('content-type')?.startsWith('application/json')) {
    const body: unknown = await answered.json();
    const url = (body as { url?: string } | null)?.url;
    const failure = url === undefined ? null : failureIn(url);
    return Response.json(failure === null ? body : { url: signInPage(failure) }, {
      status: answered.status,
      headers,
    });
  }
  const failure = failureIn(headers.get('location') ?? '');
  if (failure !== null) {
    headers.set('location', signInPage(failure));
    if (action === 'callback') await recordAudit({ ...about, outcome: 'failed', reason: failure });
  }
  return new Response(answered.body, { status: answered.status, headers });
}

const signInPage = (failure: string) => `/sign-in?error=${encodeURIComponent(failure)}`;

/** The failure that a redirect to a page of next-auth's own tells of. */
function failureIn(location: string): string | null {
  if (!/\/api\/auth\/(?:error|signin)(?:\?|$)/.test(location)) return null;
  return new URL(location, 'http://localhost').searchParams.get('error') ?? 'Callback';
}

/** The address that the provider leads back to, where a browser has come by another one: its cookies would stay behind. */
function otherAddress(host: string | undefined): string | null {
  const own = new URL(ownUrl());
  return host === own.host ? null : `${own.origin}/sign-in`;
}

/** next-auth takes it from the environment; a server of ours has put it there. */
function ownUrl(): string {
  process.env.NEXTAUTH_URL ??= config().publicUrl ?? 'http://localhost:8080';
  return process.env.NEXTAUTH_URL;
}

async function options(
  provider: string,
  facts: Parameters<typeof shiplogAdapter>[1],
  about: AuditAbout,
): Promise<AuthOptions> {
  const { isSecure } = config();
  ownUrl();
  return {
    secret: await ownSecret('sign-in'),
    adapter: shiplogAdapter(provider, facts),
    providers: configuredProviders(),
    session: { strategy: 'database', maxAge: Math.floor(sessionMostMs / 1000) },
    useSecureCookies: isSecure,
    cookies: { sessionToken: { name: sessionCookieName(isSecure), options: sessionCookieOptions() } },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    logger: {
      error: (code, about) =>
        log().warn({ code, reason: reasonOf(about) }, 'signing in with a provider failed'),
      warn: (code) => log().debug({ code }, 'next-auth warns'),
      debug: () => {},
    },
    callbacks: {
      redirect: ({ url, baseUrl }) =>
        `${baseUrl}${ownPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)}`,
      signIn: async ({ account, profile }) => {
        const { sub, name, email, email_verified: verified } = profile as unknown as ProviderProfile;
        const admission = await admitAccount(
          {
            provider,
            accountId: account?.providerAccountId ?? sub,
            name: name ?? null,
            verifiedEmail: (verified && email) || null,
          },
          provider === 'oidc' ? config().oidc?.defaultRole : undefined,
        );
        if (!admission.admitted) {
          noteDenial({
            ...about,
            outcome: 'denied',
            reason: admission.reason,
            subject: `account:${provider}:${sub}`,
          });
          return signInPage(admission.reason);
        }
        const { person, how } = admission;
        await recordAudit({
          ...about,
          callerKind: 'person',
          callerId: person.id,
          callerName: person.name,
          outcome: 'done',
          subject: `person:${person.id}`,
          ...(how === 'known' ? {} : { after: { how, provider, account: sub } }),
        });
        return true;
      },
    },
  };
}

/** The message of what went wrong: never the whole of it, which may hold tokens. */
function reasonOf(about: unknown): string {
  const { error, message } = about as { error?: Error; message?: string };
  return error?.message ?? message ?? '';
}
