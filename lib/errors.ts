/**
 * Errors that domain code throws. They know nothing of HTTP: one total map in each dialect turns a code into an answer.
 */

/** Every way in which a well-formed request can be refused by the domain. */
export type DomainErrorCode =
  | 'not_found'
  | 'conflict'
  | 'stale_revision'
  | 'invalid'
  | 'in_flight'
  | 'key_reused'
  | 'unavailable'
  /** Somebody else holds the lock; details say who and until when. */
  | 'lock_held'
  /** The term of the lock is over, or the token is not its own. */
  | 'stale_token'
  /** Nobody knows who asks. */
  | 'unauthenticated'
  /** Who asks is known, and may not. */
  | 'forbidden'
  /** More than may be asked within a minute; details say when to come again. */
  | 'too_many_requests';

/** One thing that is wrong with an input: where it stands and what is allowed there. */
export interface InputIssue {
  /** Which part of the request it stands in. */
  in: 'body' | 'query' | 'path' | 'header';
  /** Names and indexes from the root of that part. */
  path: readonly (string | number)[];
  /** What is wrong and what is allowed, as a sentence part without a full stop. */
  detail: string;
}

/** A refusal with a closed code. `details` is safe to show to the caller. */
export class DomainError extends Error {
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly details: { issues?: readonly InputIssue[]; [name: string]: unknown } = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** The refusal of an input with its issues, one of which gives the message. */
export function invalid(issues: readonly InputIssue[]): DomainError {
  const [first] = issues;
  const where = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new DomainError('invalid', `${where}${first?.detail ?? 'The input is not valid'}${more}`, {
    issues,
  });
}

/** An issue with a field of the body. */
export function bodyIssue(path: readonly (string | number)[], detail: string): InputIssue {
  return { in: 'body', path, detail };
}
