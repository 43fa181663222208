import { afterEach, describe, expect, test } from 'vitest';
import { type Block, Follower } from '@/lib/live/testing';
import { lanes } from './support/lanes';

const open: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(open.splice(0).map((close) => close().catch(() => {}))));

describe.each(lanes)('the stream ($name lane)', ({ name, url }) => {
  const service = `stream-${name}`;

  async function follow(search = '', headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/api/v2/stream${search}`, { headers });
    const follower = new Follower(response.body as ReadableStream<Uint8Array>);
    open.push(() => follower.cancel());
    return { response, follower };
  }

  async function report(title: string, fields: object = {}): Promise<string> {
    const response = await fetch(`${url}/api/v2/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'deployment', title, service, ...fields }),
    });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  }

  const about = (id: string) => (block: Block) => (block.data as { id?: string })?.id === id;

  test('says that it is one, is not stored or compressed, and begins with where it is', async () => {
    const { response, follower } = await follow('', { 'accept-encoding': 'gzip' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await follower.next()).toMatchObject({ event: 'ready', data: { resumed: false } });
  });

  test('tells an event when it is reported, and the rest to who comes back', async () => {
    const { follower } = await follow(`?services=${service}`);
    await follower.next();
    const first = await report('first');
    const [told] = (await follower.until(about(first))).slice(-1);
    expect(told).toMatchObject({ event: 'event.created', data: { id: first, title: 'first' } });
    await follower.cancel();

    const missed = await report('missed');
    const { follower: again } = await follow(`?services=${service}`, { 'last-event-id': told?.id as string });
    expect(await again.next()).toMatchObject({ event: 'ready', id: told?.id, data: { resumed: true } });
    const rest = await again.until(about(missed));
    expect(rest.map(({ data }) => (data as { id: string }).id)).toEqual([missed]);
  });

  test('takes filters under both names, and refuses those that do not exist', async () => {
    const { follower } = await follow(`?service=${service}&kinds=drift,build&environment=UAT`);
    await follower.next();
    await report('not a drift', { environment: 'UAT' });
    const wanted = await report('a drift', { kind: 'drift', environment: 'uat' });
    expect(await follower.until(about(wanted))).toHaveLength(1);

    const { response } = await follow('?kinds=nonsense');
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('says reset to an id that is nobody’s', async () => {
    const { follower } = await follow('', { 'last-event-id': 'nonsense' });
    expect((await follower.next())?.event).toBe('ready');
    expect((await follower.next())?.event).toBe('reset');
  });

  test('answers HEAD without opening a stream', async () => {
    const response = await fetch(`${url}/api/v2/stream`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
  });
});

describe.each(lanes)('the description ($name lane)', ({ url }) => {
  test.each(['/openapi.json', '/swagger.json'])(
    '%s names this very server and is sent once',
    async (path) => {
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(200);
      const description = (await response.json()) as { openapi: string; servers: unknown };
      expect(description).toMatchObject({ openapi: '3.1.0', servers: [{ url }] });
      const again = await fetch(`${url}${path}`, {
        headers: { 'if-none-match': response.headers.get('etag') as string },
      });
      expect(again.status).toBe(304);
    },
  );
});
