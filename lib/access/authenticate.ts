import { config } from '@/lib/config';
import { DomainError } from '@/lib/errors';
import { anonymousCaller, type Caller, localCaller } from './caller';
import { runCaller } from './ci/verify-run';
import { cookieValue } from './cookies';
import { type Credential, credentialOf } from './credential';
import { isKnownToken, noteTokenUse, tokenCaller } from './load-token';
import { type AccessMode, accessMode } from './mode';
import type { RequestOrigin } from './origin';
import { refuseGuessing } from './rate-limits';
import { sessionCaller, sessionCookieName } from './session';
import { isTokenSecret } from './token-secret';

/** What is needed of a request to tell who sends it. */
export interface CallerRequest {
  /** By lower-case name. */
  header(name: string): string | undefined;
  origin: RequestOrigin;
}

/**
 * Who sends a request. A credential counts before the cookie, which is then ignored, and both count before where the request comes from.
 * Without any of them it is `local` where this machine (or everybody) may do everything, else `anonymous`.
 *
 * In protected mode a credential that nobody knows is ignored: clients that are set up with an old one work on the first day.
 * @throws DomainError `unauthenticated` for a credential that is not valid, `forbidden` for whom protected mode keeps out
 */
export function authenticate(request: CallerRequest): Caller | Promise<Caller> {
  const mode = accessMode();
  if (typeof mode === 'string' && credentialOf(request.header) === null && !request.header('cookie'))
    return uncredentialed(mode, request.origin);
  return withCredential(request, mode);
}

async function withCredential(
  { header, origin }: CallerRequest,
  asked: AccessMode | Promise<AccessMode>,
): Promise<Caller> {
  const mode = await asked;
  const credential = credentialOf(header);
  if (credential) {
    const caller = await callerWith(credential, origin.address);
    if (caller) return caller;
    if (mode === 'signed-in') throw badCredential(credential);
    return uncredentialed(mode, origin);
  }
  const token = cookieValue(header('cookie'), sessionCookieName(config().isSecure));
  const caller = token ? await sessionCaller(token) : null;
  return caller ?? uncredentialed(mode, origin);
}

async function callerWith({ kind, text }: Credential, address: string): Promise<Caller | null> {
  if (kind === 'jwt') return runCaller(text, address);
  if (kind !== 'token' || !isTokenSecret(text)) return null;
  if (!isKnownToken(text)) await refuseGuessing(address);
  const caller = await tokenCaller(text);
  if (caller) noteTokenUse(caller.id, address);
  return caller;
}

function uncredentialed(mode: AccessMode, { notLocal }: RequestOrigin): Caller {
  if (mode === 'signed-in') return anonymousCaller;
  if (mode === 'protected' && notLocal !== null) throw new DomainError('forbidden', keptOut(notLocal));
  return localCaller;
}

/** What protected mode tells whom it keeps out. */
export function keptOut(reason: string): string {
  return `Shiplog is in protected mode and serves only requests that come from the machine it runs on. This one was refused because ${reason}. Set up an administrator with the link that \`npm start\` prints there, and everybody can sign in; or use http://localhost on that machine or an SSH tunnel to it; or, on a network where everybody may do everything, start Shiplog with SHIPLOG_AUTH=off.`;
}

const badCredential = ({ kind }: Credential) =>
  new DomainError(
    'unauthenticated',
    kind === 'jwt'
      ? 'This CI token is not let in: no trust rule means its run, it has expired, or it was first used from another address. An administrator can ask why under Settings, Trust rules.'
      : 'The token is not valid: it is unknown, expired or revoked.',
  );
