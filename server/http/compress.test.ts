import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { acceptsGzip, compressedFrom, encoded } from './compress';

describe('a client reads gzip', () => {
  it.each([
    ['gzip', true],
    ['gzip, deflate, br, zstd', true],
    ['br;q=1.0, GZIP;q=0.5', true],
    ['*', true],
    ['x-gzip', true],
    [undefined, false],
    ['', false],
    ['br', false],
    ['identity', false],
    ['gzip;q=0', false],
    ['*, gzip;q=0.000', false],
    ['gzip;q=nonsense', false],
    ['gzipped', false],
  ])('when it accepts %s: %s', (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });
});

describe('an answer', () => {
  const large = JSON.stringify({ text: 'née '.repeat(compressedFrom) });
  const headers = { 'content-type': 'application/json', vary: 'host' };

  it('that is large comes compressed and whole', async () => {
    const sent = await encoded(large, headers, 'gzip');
    expect(sent.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'host, accept-encoding' });
    expect(Number(sent.headers['content-length'])).toBe(sent.body.length);
    expect(gunzipSync(sent.body).toString()).toBe(large);
  });

  it('that is large comes as it is to who cannot read gzip, and caches are told so', async () => {
    const sent = await encoded(large, headers, undefined);
    expect(sent.body).toBe(large);
    expect(sent.headers['content-encoding']).toBeUndefined();
    expect(sent.headers.vary).toBe('host, accept-encoding');
    expect(Number(sent.headers['content-length'])).toBe(Buffer.byteLength(large));
  });

  it('that is small is left alone', async () => {
    expect(await encoded('{}', headers, 'gzip')).toEqual({
      headers: { ...headers, 'content-length': '2' },
      body: '{}',
    });
  });

  it('that must not be transformed is left alone', async () => {
    const sent = await encoded(large, { 'cache-control': 'no-store, no-transform' }, 'gzip');
    expect(sent.body).toBe(large);
  });
});
