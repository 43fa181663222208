import { execute } from '@/lib/http/execute';
import { readBody } from '@/lib/http/read-body';
import { newRequestId } from '@/lib/http/request-id';
import type { Route } from '@/lib/http/route';

/** A request to a route, without a server. */
export interface Call {
  /** Path and query; the operation's own path when left out. */
  url?: string;
  params?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** From where it comes; this machine when left out. */
  address?: string;
}

/** What came back, with the body parsed when it is JSON. */
export interface Called {
  status: number;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails when it is not there.
  json: any;
}

/** Carries out a route's operation as the lanes do. */
export async function call(
  route: Route,
  { url, params = {}, body, headers = {}, signal, address }: Call = {},
): Promise<Called> {
  const { operation } = route.endpoint;
  const sent = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  if (body !== undefined) sent['content-type'] ??= 'application/json';
  const reply = await execute(route.endpoint, params, {
    method: operation.method,
    url:
      url ??
      operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
    requestId: newRequestId(),
    header: (name) => sent[name],
    body: (limit) => readBody(bytes(text), { encoding: sent['content-encoding'], length: undefined }, limit),
    signal: signal ?? new AbortController().signal,
    origin: {
      address: address ?? '127.0.0.1',
      notLocal: address === undefined ? null : `it came from ${address}, not from this machine`,
    },
  });
  const answered = typeof reply.body === 'string' ? reply.body : '';
  const isJson = answered !== '' && /\bjson\b/.test(reply.headers['content-type'] ?? '');
  return {
    status: reply.status,
    headers: reply.headers,
    text: answered,
    json: isJson ? JSON.parse(answered) : null,
  };
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
