import { expect, test } from 'vitest';
import { call } from '@/lib/testing/call';
import { GET } from './route';

test('in protected mode whoever asks is local and may do everything', async () => {
  const answer = await call(GET);
  expect(answer.status).toBe(200);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.json).toMatchObject({
    kind: 'local',
    name: 'local',
    role: null,
    mode: 'protected',
    grants: [{ scopes: ['admin'], services: null, environments: null }],
    links: { people: '/settings/people' },
  });
});
