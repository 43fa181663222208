import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpError } from './http-error';

/** Largest body that an operation takes unless it says otherwise, in bytes after decompression. */
export const defaultBodyLimit = 1024 * 1024;

const decompressors = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a whole body as UTF-8 text. The limit holds while it streams in, before and after decompression: a body that is too
 * large, or a bomb that would be, is a 413 as soon as that is known, and never a truncated text.
 */
export async function readBody(
  source: AsyncIterable<Uint8Array>,
  headers: { encoding: string | undefined; length: string | undefined },
  limit: number,
): Promise<string> {
  if (headers.length !== undefined && Number(headers.length) > limit) throw tooLarge(limit);
  const encoding = headers.encoding?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return collectWhole(source, limit);
  const create = Object.hasOwn(decompressors, encoding)
    ? decompressors[encoding as keyof typeof decompressors]
    : undefined;
  if (!create) {
    throw new HttpError(
      'unsupported_media_type',
      `Content-Encoding ${encoding} is not supported; allowed are ${Object.keys(decompressors).join(', ')}, identity.`,
      { headers: { 'accept-encoding': 'gzip, deflate, br' } },
    );
  }
  const inflated = create();
  const input = Readable.from(source);
  input.on('error', (error) => inflated.destroy(error));
  try {
    return await collect(input.pipe(inflated), limit);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError('malformed_body', `The body is not valid ${encoding}.`);
  } finally {
    input.destroy();
    inflated.destroy();
  }
}

/** A client that hangs up halfway is no failure of the server's. */
async function collectWhole(source: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  try {
    return await collect(source, limit);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw cutOff();
  }
}

/** The refusal of a body that never came whole. */
export function cutOff(): HttpError {
  return new HttpError('malformed_body', 'The request ended before its body did.');
}

async function collect(source: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return decodeBody(Buffer.concat(chunks, size));
}

/** The text of a whole body. A body that is not UTF-8 is refused rather than changed. */
export function decodeBody(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new HttpError('malformed_body', 'The body is not valid UTF-8.');
  return bytes.toString('utf8');
}

/** The refusal of a body that is too large. */
export function tooLarge(limit: number): HttpError {
  return new HttpError('body_too_large', `The body is larger than ${limit} bytes.`);
}
