import { expect, it } from 'vitest';
import { z } from 'zod';
import { operation } from './operation';
import { native } from './problem';
import { ok } from './reply';
import { route } from './route';

const GET = route(
  operation({
    id: 'echo',
    method: 'GET',
    path: '/api/echo/{name}',
    scope: 'public',
    dialect: native,
    tag: 'Test',
    summary: 'Echo',
    params: z.strictObject({ name: z.string() }),
    answers: {},
  }),
  ({ params }) => ok(params.name),
);
const ask = async (name: string) => {
  const answer = await GET(new Request(`http://localhost/api/echo/${name}`));
  return [answer.status, await answer.json()];
};

it('a parameter inside Next is decoded, and 400 when it cannot be', async () => {
  expect(await ask('terraform%2Faws%20100%25')).toEqual([200, 'terraform/aws 100%']);
  expect(await ask('%FF')).toEqual([400, expect.objectContaining({ code: 'malformed_body' })]);
});

it.each(['GET', 'PUT'] as const)(
  'a %s without a database is 503 with when to come again, not a fault',
  async (method) => {
    const unreachable = route(
      operation({
        id: 'read',
        method,
        path: '/api/read',
        scope: 'public',
        dialect: native,
        tag: 'Test',
        summary: 'Read',
        answers: {},
      }),
      () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
      },
    );
    const answer = await unreachable(new Request('http://localhost/api/read', { method }));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  },
);

it('a route that changes something about services or environments does not compile without saying about which', () => {
  const about = {
    id: 'x',
    method: 'POST',
    path: '/api/x',
    dialect: native,
    tag: 'Test',
    summary: 'X',
    answers: {},
  } as const;
  const writing = operation({ ...about, scope: 'events:write' });
  const reading = operation({ ...about, scope: 'read' });
  const handler = () => ok({});
  const places = () => [{ service: 'shop', environment: 'production' }];
  const declared = () => [
    route(writing, handler, places),
    route(reading, handler),
    // @ts-expect-error where it acts is missing
    route(writing, handler),
    // @ts-expect-error what only reads acts nowhere
    route(reading, handler, places),
  ];
  expect(declared).not.toThrow();
});
