import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Claims } from './providers';

/** What a CI token says of itself, before anybody has vouched for it. Pure. */

/** By what a token may be signed: public keys only, so that nobody who can check one can make one. */
export const signedBy = ['RS256', 'ES256', 'PS256', 'EdDSA'] as const;

/** How far the clocks of two machines may be apart, in seconds. */
export const clockToleranceSeconds = 30;
/** How long a token may live, in seconds: it is for one job. */
export const longestLifeSeconds = 3600;

export interface ReadRun {
  claims: Claims;
  issuer: string;
  audiences: readonly string[];
  /** Seconds since the epoch. */
  expiresAt: number;
}

export type RunRead = { run: ReadRun } | { problem: string; claims: Claims | null };

/** Reads a token without believing it. */
export function readRun(jwt: string): RunRead {
  let claims: Claims;
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(jwt);
    claims = decodeJwt(jwt);
  } catch {
    return { problem: 'It is no JSON Web Token.', claims: null };
  }
  const problem = (text: string): RunRead => ({ problem: text, claims });
  if (!signedBy.some((alg) => alg === header.alg))
    return problem(
      `It is signed by ${String(header.alg).slice(0, 20)}; accepted are ${signedBy.join(', ')}.`,
    );
  if (header.crit !== undefined || header.b64 !== undefined)
    return problem('Its header asks for extensions that are not known here.');
  if (header.typ !== undefined && String(header.typ).toUpperCase() !== 'JWT')
    return problem('It is a token for something else than saying who somebody is.');
  const { iss, aud, exp } = claims;
  if (typeof iss !== 'string' || iss === '') return problem('It names no issuer (iss).');
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter((one) => typeof one === 'string');
  if (audiences.length === 0) return problem('It names no audience (aud).');
  return { run: { claims, issuer: iss, audiences, expiresAt: typeof exp === 'number' ? exp : 0 } };
}

/** What is wrong with the times of a token at a moment; null when nothing is. `now` is milliseconds since the epoch. */
export function timeProblem(claims: Claims, now: number): string | null {
  const { iat, nbf, exp } = claims;
  const seconds = now / 1000;
  if (!isTime(iat) || !isTime(exp))
    return 'It does not say when it was made (iat) and when it expires (exp).';
  if (nbf !== undefined && !isTime(nbf)) return 'Its start (nbf) is no time.';
  if (exp - iat > longestLifeSeconds)
    return `It lives for ${Math.round((exp - iat) / 60)} minutes; at most 60 are accepted. (GitLab makes a token live as long as the job may run: set its timeout to an hour.)`;
  if (seconds >= exp + clockToleranceSeconds) return 'It has expired.';
  if (Math.max(iat, nbf ?? iat) > seconds + clockToleranceSeconds) return 'It is not valid yet.';
  return null;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
