import type { z } from 'zod';
import type { Scope } from '@/lib/access/scopes';
import type { DomainError } from '@/lib/errors';
import type { HttpError } from './http-error';
import type { Reply } from './reply';

/**
 * An operation is declared once: its method, path, scope and schemas serve the handler, the API description and the
 * typed client. Client-safe.
 */

/** How a family of routes words its failures. */
export interface Dialect {
  name: 'native' | 'tracker' | 'versioner' | 'ops-assist' | 'rodent';
  /** Total over every failure. */
  renderError(error: DomainError | HttpError): Reply;
  /** Whether any content type is taken for JSON, as the dialect's clients expect. */
  anyContentType?: boolean;
}

export interface Answer {
  description: string;
  schema?: z.ZodType;
  /** Defaults to application/json. */
  contentType?: string;
  /** Headers that the answer carries: name and what it says. */
  headers?: Record<string, string>;
}

/** A call that works as written, for the API description. */
export interface OperationExample {
  title: string;
  params?: Record<string, string>;
  query?: Record<string, string | readonly string[]>;
  body?: unknown;
}

export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  S extends Scope = Scope,
> {
  /** Unique among all operations; the API description's operationId. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: `/api/v2/events/{id}`. */
  path: string;
  scope: S;
  dialect: Dialect;
  tag: string;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** A body of one of these content types, instead of JSON, is the text `as` that field of the body. */
  textBody?: { types: readonly string[]; as: string };
  /** Largest body in bytes, after decompression; 1 MiB when left out. */
  bodyLimit?: number;
  /** Takes an Idempotency-Key. */
  idempotent?: boolean;
  /** Takes If-Match with an event's revision. */
  conditional?: boolean;
  answers: Record<number, Answer>;
  examples?: readonly OperationExample[];
}

/** Declares an operation, keeping the types of its schemas and of its scope. */
export function operation<
  S extends Scope,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(declared: Operation<Params, Query, Body, S>): Operation<Params, Query, Body, S> {
  return declared;
}
