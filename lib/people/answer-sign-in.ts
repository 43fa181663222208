import { proveSameOrigin } from '@/lib/access/browser-proof';
import { sentSession, sessionCookie } from '@/lib/access/session-create';
import type { AuditAbout } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import type { RequestContext } from '@/lib/http/execute';
import type { Reply } from '@/lib/http/reply';
import type { SignedIn, SignInFacts } from './sign-in';

/** What every way to sign in with a password does around it. */

/**
 * From where a request comes that is about to sign somebody in. One that a browser sends has to come from a page of ours: otherwise
 * another site could sign people in as somebody else.
 * @throws DomainError `forbidden`
 */
export function signInFacts({ header, audit }: RequestContext): SignInFacts {
  if (['sec-fetch-site', 'origin', 'cookie'].some((name) => header(name) !== undefined))
    proveSameOrigin(header);
  return {
    address: audit.about.address,
    userAgent: header('user-agent') ?? '',
    replaces: sentSession(header),
  };
}

/** Who signed in, for the audit log: the request itself came from nobody yet. */
export function aboutSignedIn(about: AuditAbout, { person }: SignedIn, via = 'password'): AuditAbout {
  return { ...about, callerKind: 'person', callerId: person.id, callerName: person.name, via };
}

/** Answers with the session, and says so in the audit log. */
export async function answerSignedIn(
  status: 200 | 201,
  signedIn: SignedIn,
  { audit }: RequestContext,
  after?: unknown,
): Promise<Reply> {
  audit.written = true;
  await recordAudit({
    ...aboutSignedIn(audit.about, signedIn),
    outcome: 'done',
    subject: `person:${signedIn.person.id}`,
    ...(after === undefined ? {} : { after }),
  });
  return { status, headers: { 'set-cookie': sessionCookie(signedIn.token) }, body: signedIn.person };
}
