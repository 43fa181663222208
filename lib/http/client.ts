import type { Problem } from './problem';

/**
 * How pages in the browser talk to the native API: JSON in, JSON out, a failure as one kind of error. Client-safe; the
 * shapes come from the wire schemas beside each operation.
 */

/** A failed answer. `status` 0 means that no answer came at all. */
export class AnswerError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly problem: Problem | null = null,
  ) {
    super(message);
    this.name = 'AnswerError';
  }
}

const refusedListeners = new Set<(error: AnswerError) => void>();

/** Calls back whenever the server refuses something, for want of a session (401) or of a right (403). Returns how to stop it. */
export function onRefused(listener: (error: AnswerError) => void): () => void {
  refusedListeners.add(listener);
  return () => {
    refusedListeners.delete(listener);
  };
}

interface Sent {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Asks the API and gives what it answered (null for an answer without a body). Throws {@link AnswerError} for anything but success,
 * and whatever `fetch` throws when the request was aborted.
 */
export async function ask<T>(path: string, { method = 'GET', body, headers, signal }: Sent = {}): Promise<T> {
  const response = await fetch(path, {
    method,
    signal,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new AnswerError(0, 'The server could not be reached.');
  });
  if (response.status === 204) return null as T;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as T;
  const problem = isProblem(answer) ? answer : null;
  const error = new AnswerError(response.status, wordsOf(response.status, problem, answer), problem);
  if (error.status === 401 || error.status === 403) for (const listener of refusedListeners) listener(error);
  throw error;
}

/** A path of the API with a query string, in which `more` replaces what has the same names; null leaves one out. */
export function withQuery(path: string, query: string, more: Record<string, string | null> = {}): string {
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(more)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The header of a change that is only made while the object is still at the revision that was read; 412 otherwise. */
export const ifMatch = (revision: number) => ({ 'if-match': `"${revision}"` });

function wordsOf(status: number, problem: Problem | null, answer: unknown): string {
  // The server speaks to programs too; here it is a person whose session is over.
  if (problem?.reason === 'unauthenticated')
    return 'You are signed out: sign in again in another tab, then repeat this.';
  return problem?.detail || messageOf(answer) || `The server answered ${status}.`;
}

/** What a dialect says of a failure that is no problem document. */
function messageOf(answer: unknown): string {
  const said =
    typeof answer === 'object' && answer !== null ? (answer as { error?: unknown }).error : undefined;
  return typeof said === 'string' ? said : '';
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'detail' in answer && 'status' in answer;
}
