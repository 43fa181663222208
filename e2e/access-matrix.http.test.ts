import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placedScopes, type Scope } from '@/lib/access/scopes';
import { operations } from '@/lib/api/operations';
import type { Operation } from '@/lib/http/operation';
import { makeCallers, type TestCaller } from '@/lib/testing/access/callers';
import { cases } from '@/lib/testing/access/cases';
import { expected } from '@/lib/testing/access/expected';
import { type Aimed, type Api, here } from '@/lib/testing/access/make';
import { makeWorld, mayBeMissing, readingCall, type World } from '@/lib/testing/access/reads';
import { laneNames } from './support/lanes';
import { type Sent, send } from './support/send';
import { type SignedIn, startSignedIn } from './support/signed-in';

/**
 * Every operation over HTTP, in both lanes, for somebody who says nothing, a viewer, a token for elsewhere and one for here. All
 * callers and all places are in lib/api/access-matrix.db.test.ts.
 */

let product: SignedIn;
let callers: TestCaller[];

beforeAll(async () => {
  product = await startSignedIn();
  callers = await makeCallers(product.query);
});
afterAll(() => product?.stop());

const named = (name: string) => callers.find((caller) => caller.name === name) as TestCaller;

function ask(
  base: string,
  { method, path }: Pick<Operation, 'method' | 'path'>,
  { headers }: TestCaller,
  { params = {}, query, body }: Partial<Aimed>,
): Promise<Sent> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return send(base + filled + (search && `?${search}`), {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe.each(laneNames)('in the %s lane', (lane) => {
  let base: string;
  let world: World;
  const api: Api = async (method, path, body) => {
    const { status, text } = await ask(
      base,
      { method: method as Operation['method'], path },
      named('token admin'),
      { body },
    );
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };

  beforeAll(async () => {
    base = product.url(lane);
    world = await makeWorld(api);
  });

  const isPlaced = (scope: Scope) => (placedScopes as readonly Scope[]).includes(scope);
  // Reading first: among the changes are some that delete.
  const table = operations.toSorted((a, b) => Number(isPlaced(a.scope)) - Number(isPlaced(b.scope)));

  test.each(table.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const { scope, method } = operation;
    if (scope === 'public' && method !== 'GET') return;
    const make = cases[id]?.[0];
    const aimed = make ? await make(api, here) : readingCall(operation, world);
    if (!aimed) throw new Error(`${id} has no case for the place itself`);
    if (!make && scope !== 'read') aimed.body = method === 'GET' ? undefined : {};
    // Some of these end a session: nobody else's requests shall depend on it.
    const around = scope === 'known' && method !== 'GET' ? await makeCallers(product.query) : callers;
    const named = (name: string) => around.find((caller) => caller.name === name) as TestCaller;
    const right = ['token of one service in one environment', 'token with all scopes', 'token admin']
      .map(named)
      .find((caller) => expected(scope, caller, aimed.acts) === 'let in');
    const elsewhere = named('token of another service in another environment');
    for (const caller of [named('nobody'), named('viewer'), elsewhere, right as TestCaller]) {
      const outcome =
        aimed.programsOnly && caller.kind === 'person' ? 403 : expected(scope, caller, aimed.acts);
      const { status, text } = await ask(base, operation, caller, aimed);
      const said = `${id} for ${caller.name}: ${status} ${text.slice(0, 300)}`;
      if (outcome !== 'let in') expect(status, said).toBe(outcome);
      else if (scope === 'admin' || scope === 'known' || mayBeMissing.has(id) || aimed.inVain)
        expect([401, 403], said).not.toContain(status);
      else expect(status, said).toBeLessThan(400);
    }
  });
});
