/** What an operation answers: JSON by default, else text or a stream. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** A JSON value. */
  body?: unknown;
  /** A ready text; its content type stands in the headers. */
  text?: string;
  stream?: ReadableStream<Uint8Array>;
}

/** 200 with a JSON body. */
export function ok(body: unknown, headers?: Record<string, string>): Reply {
  return headers ? { status: 200, headers, body } : { status: 200, body };
}

/** 201 with the created object and where it can be read again. */
export function created(body: unknown, location: string, headers: Record<string, string> = {}): Reply {
  return { status: 201, headers: { location, ...headers }, body };
}

/** 204. */
export const noContent: Reply = { status: 204 };

/** A reply as it goes out: the body is text that can be repeated byte for byte. */
export interface FinishedReply {
  status: number;
  headers: Record<string, string>;
  body: string | ReadableStream<Uint8Array> | null;
}

/** Turns a reply into what goes out. */
export function finish(reply: Reply): FinishedReply {
  if (reply.stream) return { status: reply.status, headers: { ...reply.headers }, body: reply.stream };
  if (reply.text !== undefined)
    return { status: reply.status, headers: { ...reply.headers }, body: reply.text };
  if (reply.body === undefined) return { status: reply.status, headers: { ...reply.headers }, body: null };
  return {
    status: reply.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...reply.headers,
    },
    body: JSON.stringify(reply.body),
  };
}
