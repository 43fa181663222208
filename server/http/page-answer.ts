import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { constants, createGzip, type Gzip } from 'node:zlib';
import { acceptsGzip, compressedFrom } from './compress';
import { StyleAttributes } from './style-attributes';

/** What shrinks. An event stream is left alone: its few bytes have to leave at once. */
const shrinks =
  /^(?:text\/(?!event-stream)|application\/(?:json|javascript|manifest\+json|[\w.]+\+json)|image\/svg\+xml)/;

/** Pages are compressed anew for every reader; what a browser keeps for a year is worth more work. */
const level = (cacheControl: string) => (/immutable/.test(cacheControl) ? 6 : 2);

type Done = (error?: Error | null) => void;
type Chunk = string | Uint8Array;

/**
 * Puts what every answer of Next goes through between Next and the connection: style attributes of HTML are renamed
 * ({@link StyleAttributes}), and text is compressed for clients that read gzip. Next does not compress (next.config.ts), because
 * then there would be nothing to rename. Every piece that Next writes leaves at once, so a page still streams.
 */
export function throughPageAnswer(req: IncomingMessage, res: ServerResponse): void {
  const original = { writeHead: res.writeHead, write: res.write, end: res.end };
  let styles: StyleAttributes | undefined;
  let gzip: Gzip | undefined;
  let decided = false;
  let ended = false;

  /** Everything is known about an answer when its first byte is due. `size` is that of an answer in one piece. */
  function decide(size?: number): void {
    decided = true;
    const header = (name: string) => String(res.getHeader(name) ?? '').toLowerCase();
    const type = header('content-type');
    const { statusCode } = res;
    if (header('content-encoding') || !shrinks.test(type) || statusCode === 204 || statusCode === 304) return;
    const hasBody = req.method !== 'HEAD';
    if (type.startsWith('text/html')) {
      if (hasBody) styles = new StyleAttributes();
      res.removeHeader('content-length');
    }
    // A part of a file is a part of its plain form.
    if (statusCode === 206 || /no-transform/.test(header('cache-control'))) return;
    const length =
      size ?? (res.hasHeader('content-length') ? Number(res.getHeader('content-length')) : Infinity);
    if (length < compressedFrom) return;
    addVary(res, 'accept-encoding');
    if (!acceptsGzip(req.headers['accept-encoding'] as string | undefined)) return;
    res.removeHeader('content-length');
    res.setHeader('content-encoding', 'gzip');
    if (hasBody) gzip = gzipInto(res, original, level(header('cache-control')));
  }

  res.writeHead = function writeHead(
    statusCode: number,
    reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ) {
    res.statusCode = statusCode;
    const more = typeof reason === 'object' ? reason : headers;
    // One place for all headers, so that what is decided here is not undone by them.
    if (Array.isArray(more)) for (const [name, value] of pairs(more)) res.setHeader(name, value);
    else
      for (const [name, value] of Object.entries(more ?? {}))
        if (value !== undefined) res.setHeader(name, value);
    if (!decided) decide();
    return typeof reason === 'string'
      ? Reflect.apply(original.writeHead, res, [statusCode, reason])
      : original.writeHead.call(res, statusCode);
  } as ServerResponse['writeHead'];

  res.write = function write(chunk: Chunk, encoding?: BufferEncoding | Done, done?: Done): boolean {
    const called = typeof encoding === 'function' ? encoding : done;
    if (!decided) decide();
    const piece = pass(bytes(chunk, encoding));
    if (piece.length === 0) {
      if (called) process.nextTick(called);
      return true;
    }
    if (!gzip) return original.write.call(res, piece, 'utf8', called ?? noop);
    const more = gzip.write(piece, called ?? noop);
    gzip.flush(constants.Z_SYNC_FLUSH);
    return more;
  } as ServerResponse['write'];

  res.end = function end(chunk?: Chunk | Done | null, encoding?: BufferEncoding | Done, done?: Done) {
    const called = [chunk, encoding, done].find((argument) => typeof argument === 'function') as
      | Done
      | undefined;
    if (ended) return original.end.call(res, undefined, 'utf8', called);
    ended = true;
    const last = typeof chunk === 'string' || chunk instanceof Uint8Array ? bytes(chunk, encoding) : none;
    if (!decided) decide(last.length);
    const piece = styles ? Buffer.concat([styles.push(last), styles.end()]) : last;
    if (!gzip) return original.end.call(res, piece.length > 0 ? piece : undefined, 'utf8', called);
    if (called) res.once('finish', called);
    gzip.end(piece);
    return res;
  } as ServerResponse['end'];

  const pass = (piece: Uint8Array): Uint8Array => (styles ? styles.push(piece) : piece);
}

/** A compressor whose output goes to the client as fast as the client reads. */
function gzipInto(
  res: ServerResponse,
  original: Pick<ServerResponse, 'write' | 'end'>,
  compression: number,
): Gzip {
  const gzip = createGzip({ level: compression });
  gzip.on('data', (piece: Buffer) => {
    if (!original.write.call(res, piece, 'utf8')) gzip.pause();
  });
  gzip.on('end', () => original.end.call(res, undefined, 'utf8'));
  gzip.on('error', (error) => res.destroy(error));
  // Who writes waits for the response to drain, and knows of no compressor.
  gzip.on('drain', () => res.emit('drain'));
  res.on('drain', () => {
    if (!res.writableNeedDrain) gzip.resume();
  });
  res.once('close', () => gzip.destroy());
  return gzip;
}

function addVary(res: ServerResponse, name: string): void {
  const known = [res.getHeader('vary') ?? []].flat().join(', ');
  if (!known.toLowerCase().split(/,\s*/).includes(name))
    res.setHeader('vary', known ? `${known}, ${name}` : name);
}

/** Raw headers come as one list, names and values in turn, or as pairs. */
function pairs(list: readonly unknown[]): [string, string][] {
  if (Array.isArray(list[0])) return list as [string, string][];
  return Array.from({ length: list.length / 2 }, (_, index) => [
    String(list[2 * index]),
    String(list[2 * index + 1]),
  ]);
}

const none = Buffer.alloc(0);
const noop = () => {};
const bytes = (chunk: Chunk, encoding: unknown): Uint8Array =>
  typeof chunk === 'string'
    ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
    : chunk;
