import type { InputIssue } from '@/lib/errors';

/** What can be wrong with a request before, or besides, what the domain says of it. */
export type HttpErrorCode =
  | 'malformed_body'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'internal';

const statuses: Record<HttpErrorCode, number> = {
  malformed_body: 400,
  route_not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
};

/** A failure of the request itself. */
export class HttpError extends Error {
  readonly status: number;

  constructor(
    readonly code: HttpErrorCode,
    message: string,
    readonly extra: {
      issues?: readonly InputIssue[];
      headers?: Record<string, string>;
      /** Under which the log says more. */
      requestId?: string;
    } = {},
  ) {
    super(message);
    this.name = 'HttpError';
    this.status = statuses[code];
  }
}
