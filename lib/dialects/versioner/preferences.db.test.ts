import { expect, test } from 'vitest';
import { GET, POST as postBelow } from '@/app/api/versioner/notification-preferences/route';
import { POST } from '@/app/notification-preferences/route';
import { call } from '@/lib/testing/call';

test.each(['deployment.failed', 'build.completed', 'build.aborted'])(
  'a preference for %s is kept as the book posts it, and says that nothing delivers it',
  async (event_type) => {
    const kept = await call(POST, { body: { event_type, channel_id: '...' } });
    expect(kept).toMatchObject({ status: 201, json: { event_type, channel_id: '...', active: false } });
    const { json } = await call(GET);
    expect(json[0]).toEqual(kept.json);
  },
);

test('filters are kept, a retry with its key keeps one, and nonsense is named', async () => {
  const body = {
    event_type: 'deployment.started',
    channel_id: 'C1',
    filters: { environments: ['production'] },
  };
  const headers = { 'Idempotency-Key': 'preference-1' };
  const [one, again] = [await call(postBelow, { body, headers }), await call(postBelow, { body, headers })];
  expect(one.json.filters).toEqual({ environments: ['production'], products: [], statuses: [] });
  expect(again.json).toEqual(one.json);
  const wrong = await call(POST, { body: { event_type: 'deployment.exploded' } });
  expect(wrong.status).toBe(422);
  expect(wrong.json.detail.map(({ loc }: { loc: string[] }) => loc.join('.')).toSorted()).toEqual([
    'body.channel_id',
    'body.event_type',
  ]);
});
