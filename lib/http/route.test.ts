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
