import { expect, it } from 'vitest';
import { z } from 'zod';
import { operation } from './operation';
import { native } from './problem';
import { ok } from './reply';
import { asNextRequest, newRequestId, nextRequest, pageRequestId, requestIdHeader } from './request-id';
import { route } from './route';

const declared = operation({
  id: 'which',
  method: 'GET',
  path: '/api/which',
  scope: 'public',
  dialect: native,
  tag: 'Test',
  summary: 'Which request this is',
  answers: { 200: { description: 'Its id.', schema: z.string() } },
});

it('no two requests have the same id', () => {
  const ids = new Set(Array.from({ length: 10_000 }, newRequestId));
  expect(ids.size).toBe(10_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
});

it('a handler is told the id that the server gave its request', async () => {
  const GET = route(declared, ({ request }) => ok(request.requestId));
  const answer = await GET(
    new Request('http://localhost/api/which', { headers: { [requestIdHeader]: 'a-1' } }),
  );
  expect(await answer.json()).toBe('a-1');
});

it('a fault of the server names the request under which its log says more', async () => {
  const GET = route(declared, () => {
    throw new Error('inside');
  });
  const answer = await GET(
    new Request('http://localhost/api/which', { headers: { [requestIdHeader]: 'a-2' } }),
  );
  expect(answer.status).toBe(500);
  const problem = await answer.json();
  expect(problem).toMatchObject({ requestId: 'a-2', detail: expect.stringContaining('a-2') });
  expect(JSON.stringify(problem)).not.toContain('inside');
});

const answered = (id: string, isPage: boolean) => ({ id, method: 'GET', path: '/', isPage });

it('what a page logs while it is made belongs to its request, also when many are made at once', async () => {
  const logged = await Promise.all(
    ['a', 'b', 'c'].map((id) =>
      asNextRequest(answered(id, true), async () => {
        await Promise.resolve();
        return pageRequestId();
      }),
    ),
  );
  expect(logged).toEqual(['a', 'b', 'c']);
  expect(pageRequestId()).toBeUndefined();
});

it('what an operation starts is not logged in the name of its request, even when Next answers it', () => {
  asNextRequest(answered('a', false), () => {
    expect(pageRequestId()).toBeUndefined();
    expect(nextRequest()).toMatchObject({ id: 'a' });
  });
});
