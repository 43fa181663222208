import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HttpError } from './http-error';
import { readBody } from './read-body';

async function* chunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const text = '{"title":"Grüße, 東京 🚀"}';
const refusal = async (reading: Promise<string>) => {
  const error = await reading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(HttpError);
  return error as HttpError;
};

describe('a request body', () => {
  it.each([
    ['as it is', undefined, Buffer.from(text)],
    ['with gzip', 'gzip', gzipSync(text)],
    ['with deflate', 'deflate', deflateSync(text)],
    ['with brotli', 'br', brotliCompressSync(text)],
    ['under an upper-case name', ' GZIP ', gzipSync(text)],
  ])('is read whole %s, wherever its chunks are cut', async (_name, encoding, bytes) => {
    expect(await readBody(chunks(bytes), { encoding, length: String(bytes.length) }, 1000)).toBe(text);
  });

  it('is refused by its declared length before it is read', async () => {
    let read = false;
    async function* unread(): AsyncGenerator<Uint8Array> {
      read = true;
      yield Buffer.from('x');
    }
    expect((await refusal(readBody(unread(), { encoding: undefined, length: '1001' }, 1000))).status).toBe(
      413,
    );
    expect(read).toBe(false);
  });

  it('is refused while it streams in, without waiting for its end', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 100;
        yield Buffer.alloc(100, 'x');
      }
    }
    expect(
      (await refusal(readBody(endless(), { encoding: undefined, length: undefined }, 1000))).status,
    ).toBe(413);
    expect(given).toBeLessThanOrEqual(1100);
  });

  it('is refused when the client hangs up before its end', async () => {
    async function* aborted(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"title":');
      throw new Error('aborted');
    }
    const read = readBody(aborted(), { encoding: undefined, length: undefined }, 1000);
    expect((await refusal(read)).status).toBe(400);
  });

  it('is refused when it would inflate beyond the limit, without inflating it whole', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    expect(
      (await refusal(readBody(chunks(bomb, 16_384), { encoding: 'gzip', length: undefined }, 1_000_000)))
        .status,
    ).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
  });

  it.each([
    ['cut-off gzip', 'gzip', gzipSync(text).subarray(0, 20), 400],
    ['something that is no gzip', 'gzip', Buffer.from(text), 400],
    ['bytes that are no UTF-8', undefined, Buffer.from([0x22, 0xff, 0x22]), 400],
    ['an unknown encoding', 'zstd', Buffer.from(text), 415],
    ['an encoding named like a property of every object', 'constructor', Buffer.from(text), 415],
  ])('is refused as %s', async (_name, encoding, bytes, status) => {
    expect((await refusal(readBody(chunks(bytes), { encoding, length: undefined }, 1000))).status).toBe(
      status,
    );
  });
});
