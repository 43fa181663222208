import type { z } from 'zod';
import { anonymousCaller, type Caller } from '@/lib/access/caller';
import type { RequestOrigin } from '@/lib/access/origin';
import type { Place } from '@/lib/access/place';
import { placedScopes } from '@/lib/access/scopes';
import { nothingChanged } from '@/lib/audit/changed';
import { type AuditAbout, type AuditTrail, auditTrail } from '@/lib/audit/entry';
import { noteDenial, recordAudit } from '@/lib/audit/record';
import { subjectOf } from '@/lib/audit/subject';
import { isConnectionError } from '@/lib/db/connection-error';
import { DomainError, type InputIssue, invalid } from '@/lib/errors';
import { log } from '@/lib/log';
import { admit, admitPlaces, changes } from './admit';
import { HttpError } from './http-error';
import { idempotently } from './idempotency';
import { issuesOf } from './issues';
import { checkText, parseJson } from './json';
import type { Operation } from './operation';
import { rawQuery } from './query';
import { defaultBodyLimit } from './read-body';
import { type FinishedReply, finish, type Reply } from './reply';
import { type Watched, watchCaller } from './watch-caller';

/** A request as both lanes hand it over: Next's `Request` and node's own look the same from here. */
export interface RawRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  /** Made by the server for this request; see request-id.ts. */
  requestId: string;
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** The whole body as text; throws {@link HttpError} 413 when it is larger than `limit` bytes. */
  body(limit: number): Promise<string>;
  /** Aborts when the client goes away or the server shuts down. */
  signal: AbortSignal;
  origin: RequestOrigin;
}

/** What a handler knows of its request besides the parsed input. */
export interface RequestContext {
  caller: Caller;
  /** The caller's name, for changelogs. */
  actor: string;
  /** What the audit log is to say of it, besides what it can see for itself. */
  audit: AuditTrail;
  /** Which request this is, for the log and the audit: unique, made by the server, and told to the caller. */
  requestId: string;
  /** As sent: a HEAD request is carried out by its GET. */
  method: string;
  header(name: string): string | undefined;
  signal: AbortSignal;
  /** The id that the n-th object created by this request must get, when a retry has to create the same one. */
  idFor(index: number): string | undefined;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Parsed input of an operation. */
export interface Input<P, Q, B> {
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  request: RequestContext;
}

export type Handler<P, Q, B> = (input: Input<P, Q, B>) => Reply | Promise<Reply>;

/**
 * Where an operation acts: every service and environment that it touches. Asked only of callers with limits, before anything is done.
 */
export type Places<P, Q, B> = (input: Input<P, Q, B>) => readonly Place[] | Promise<readonly Place[]>;

/** An operation with the code that carries it out. */
export interface Endpoint {
  operation: Operation;
  // biome-ignore lint/suspicious/noExplicitAny: the types of one operation meet in `route`; a table holds them all.
  handler: Handler<any, any, any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  places?: Places<any, any, any> | undefined;
}

/**
 * Its signal is a getter of a class: a getter in an object literal would give each request a hidden class of its own, which lives as long as
 * the old generation of the heap and holds on to all of the request, body and socket.
 */
class OperationRequest implements RequestContext {
  readonly actor: string;
  readonly requestId: string;
  readonly method: string;
  readonly header: RawRequest['header'];

  constructor(
    readonly caller: Caller,
    readonly audit: AuditTrail,
    raw: RawRequest,
    readonly idFor: RequestContext['idFor'],
    private readonly watch: () => AbortSignal,
  ) {
    this.actor = caller.name;
    this.requestId = raw.requestId;
    this.method = raw.method;
    this.header = raw.header;
  }

  get signal(): AbortSignal {
    return this.watch();
  }
}

/** Carries out one request. Never throws: a failure is answered in the words of the operation's dialect. */
export async function execute(
  endpoint: Endpoint,
  pathParams: Record<string, string>,
  raw: RawRequest,
): Promise<FinishedReply> {
  const { operation, handler } = endpoint;
  let caller = anonymousCaller;
  let rate: Record<string, string> | null = null;
  let watched: Watched | undefined;
  let audit: AuditTrail | undefined;
  // Read late: making a signal costs more than most requests, and few listen to one.
  const watch = () => {
    watched ??= watchCaller(raw, caller, operation);
    return watched.signal;
  };
  const identified = (known: Caller, counted: typeof rate = null) => {
    caller = known;
    rate = counted;
  };
  try {
    // Waits for nothing where nobody has to be asked.
    const admitting = operation.scope === 'public' ? null : admit(operation, raw, identified);
    const admitted = admitting instanceof Promise ? await admitting : admitting;
    if (admitted) ({ caller } = admitted);
    for (const name in pathParams) checkText(pathParams[name] as string, [name], 'path');
    const search = raw.url.indexOf('?');
    const params = operation.params ? parse(operation.params, pathParams, 'path') : undefined;
    const query = operation.query
      ? parse(operation.query, search < 0 ? {} : parsedQuery(raw.url.slice(search + 1)), 'query')
      : undefined;
    const text = operation.body ? await bodyText(operation, raw, caller) : '';
    const body = operation.body ? parse(operation.body, bodyValue(operation, raw, text), 'body') : undefined;
    const trail = auditTrail(aboutOf(operation, raw, caller));
    audit = trail;
    const inputWith = (idFor: RequestContext['idFor']) => ({
      params,
      query,
      body,
      request: new OperationRequest(caller, trail, raw, idFor, watch),
    });
    if (changes(operation) && caller.kind !== 'local')
      await admitPlaces(endpoint, caller, () => inputWith(noFixedId));
    const run = async (idFor: RequestContext['idFor']) => {
      const answer = await handler(inputWith(idFor));
      const reply = finish(answer);
      if (changes(operation) && reply.status < 400 && !trail.written && !nothingChanged(trail.noted))
        await recordAudit({
          ...trail.about,
          outcome: 'done',
          ...whatWasDone(operation, trail, pathParams, { body, answer: answer.body }),
        });
      return reply;
    };
    const key = operation.idempotent ? raw.header('idempotency-key') : undefined;
    const reply =
      key === undefined
        ? await run(noFixedId)
        : await idempotently({ key, caller: caller.id || 'anonymous', operation, url: raw.url, text }, run);
    // A stream goes on with the signal; whatever else waited for it is done.
    if (typeof reply.body === 'string' || reply.body === null) watched?.stop();
    return withRate(reply, rate);
  } catch (error) {
    watched?.stop();
    const failure = asFailure(error, operation, raw.requestId);
    if (denials.includes(failure.code))
      noteDenial({
        ...aboutOf(operation, raw, caller),
        outcome: 'denied',
        reason: failure.code,
        // Where the handler had said it before it refused: which account somebody tried, say.
        ...(audit?.noted.subject === undefined ? {} : { subject: audit.noted.subject }),
      });
    return withRate(finish(operation.dialect.renderError(failure)), rate);
  }
}

/** What a caller whose requests are counted gets to know with every answer. */
function withRate(reply: FinishedReply, rate: Record<string, string> | null): FinishedReply {
  if (rate) Object.assign(reply.headers, rate);
  return reply;
}

const denials: readonly string[] = ['unauthenticated', 'forbidden', 'too_many_requests'];

function aboutOf({ id }: Operation, { requestId, origin }: RawRequest, caller: Caller): AuditAbout {
  return {
    requestId,
    callerKind: caller.kind,
    callerId: caller.id,
    callerName: caller.name,
    via: caller.via,
    address: origin.address,
    operation: id,
  };
}

const tellsBody = new Set<string>(placedScopes);

/**
 * What the handler said of the change, else what the request said: but never the body of what is about access itself, which may hold
 * a password or a code.
 */
function whatWasDone(
  { scope, path }: Operation,
  { noted }: AuditTrail,
  params: Record<string, string>,
  { body, answer }: { body: unknown; answer: unknown },
) {
  return {
    subject: subjectOf(path, params, answer),
    ...(tellsBody.has(scope) ? { after: body } : {}),
    ...noted,
  };
}

const noFixedId = () => undefined;

function parsedQuery(search: string) {
  const query = rawQuery(new URLSearchParams(search));
  for (const name in query) {
    checkText(name, [name], 'query');
    for (const value of query[name] as string[]) checkText(value, [name], 'query');
  }
  return { ...query };
}

async function bodyText(operation: Operation, raw: RawRequest, caller: Caller): Promise<string> {
  const type = raw.header('content-type');
  const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '');
  // A form of another site can send any text, but not as JSON: with a session nothing else is read.
  const takesAnything = operation.dialect.anyContentType && caller.sessionId === null;
  if (!takesAnything && !isJson && !isTextBody(operation, type)) {
    const others = operation.textBody ? ` or ${operation.textBody.types.join(', ')}` : '';
    throw new HttpError(
      'unsupported_media_type',
      `The body must be JSON: send the header Content-Type: application/json${others} (it is ${type ?? 'missing'}).`,
    );
  }
  return raw.body(operation.bodyLimit ?? defaultBodyLimit);
}

function isTextBody({ textBody }: Operation, type: string | undefined): boolean {
  const bare = type?.split(';', 1)[0]?.trim().toLowerCase();
  return bare !== undefined && (textBody?.types.includes(bare) ?? false);
}

/** What the schema of the body reads: the parsed JSON, or a text in its field. */
function bodyValue(operation: Operation, raw: RawRequest, text: string): unknown {
  if (!operation.textBody || !isTextBody(operation, raw.header('content-type'))) return parseJson(text);
  checkText(text, []);
  return { [operation.textBody.as]: text };
}

function parse(schema: z.ZodType, value: unknown, where: InputIssue['in']): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(issuesOf(result.error, where));
}

/** What is not a refusal is a defect: logged whole, told in general terms. */
function asFailure(error: unknown, { id, method }: Operation, requestId: string): DomainError | HttpError {
  if (error instanceof DomainError || error instanceof HttpError) return error;
  if (isConnectionError(error)) {
    log().warn({ err: error, operation: id, requestId }, 'the database cannot be reached');
    return new DomainError(
      'unavailable',
      method === 'GET'
        ? 'The database cannot be reached. Try again.'
        : 'The database did not answer; whether this was carried out is not known. Read it again.',
    );
  }
  log().error({ err: error, operation: id, requestId }, 'an operation failed');
  return new HttpError(
    'internal',
    `The server failed to carry this out; its log says why, under request ${requestId}. What was acknowledged before is kept.`,
    { requestId },
  );
}
