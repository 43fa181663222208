import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Caller } from '@/lib/access/caller';
import { placedScopes, type Scope } from '@/lib/access/scopes';
import { flushDenials } from '@/lib/audit/record';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { changes } from '@/lib/http/admit';
import type { Operation } from '@/lib/http/operation';
import type { Route } from '@/lib/http/route';
import { apiOf } from '@/lib/testing/access/api';
import { makeCallers, own, type TestCaller } from '@/lib/testing/access/callers';
import { cases } from '@/lib/testing/access/cases';
import { expected } from '@/lib/testing/access/expected';
import { type Aimed, here, targets } from '@/lib/testing/access/make';
import { makeWorld, mayBeMissing, readingCall, type World } from '@/lib/testing/access/reads';
import { type Call, call } from '@/lib/testing/call';
import { incidentsSettled } from '@/lib/testing/incidents';
import { servedRoutes } from '@/lib/testing/served-routes';
import { operations } from './operations';

/**
 * Every operation × every caller × every place, on a real database. What is expected follows from the declaration alone: the scope of
 * the operation, what the caller was given, and where the call acts, as the case says.
 */

const run: Caller = {
  kind: 'ci',
  id: '01990000-0000-7000-8000-00000000c1c1',
  name: 'ann',
  via: 'https://issuer.example.com',
  grants: [
    {
      scopes: ['events:write', 'deployments:write'],
      services: [own.service],
      environments: [own.environment],
    },
  ],
  role: null,
  email: null,
  sessionId: null,
  verified: null,
  trackerEnums: null,
  ratePerMinute: null,
};
const runJwt = 'head.claims.signature';
vi.mock('@/lib/access/ci/verify-run', () => ({
  runCaller: async (jwt: string) => (jwt === runJwt ? run : null),
}));
const ci: TestCaller = {
  name: 'run of CI',
  kind: 'ci',
  headers: { authorization: `Bearer ${runJwt}` },
  grants: run.grants,
};

const routes = new Map((await servedRoutes()).map(({ route }) => [route.endpoint.operation.id, route]));
const query = (text: string, values?: unknown[]) => pool().query(text, values);
let callers: TestCaller[];
let admin: TestCaller;
let world: World;

beforeAll(async () => {
  config().auth = 'required';
  config().rates = { token: 1e9, person: 1e9, anonymous: 1e9 };
  callers = [...(await makeCallers(query)), ci];
  admin = callers.find(({ name }) => name === 'admin') as TestCaller;
  world = await makeWorld(api);
});

const api = apiOf(routes, () => admin.headers);

async function ask(route: Route, caller: TestCaller, { params = {}, query: search, body }: Aimed) {
  const { path } = route.endpoint.operation;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const gone = new AbortController();
  const sent: Call = {
    url: search && Object.keys(search).length > 0 ? `${filled}?${new URLSearchParams(search)}` : filled,
    params,
    body: body ?? (route.endpoint.operation.body ? {} : undefined),
    headers: caller.headers,
    signal: gone.signal,
  };
  const reply = await call(route, sent);
  // Streams end with whoever listens.
  gone.abort();
  return reply;
}

const isPlaced = (scope: Scope) => (placedScopes as readonly Scope[]).includes(scope);
const table = operations.map((operation) => [operation.id, operation] as const);
const denials = new Map<string, number>();

test('every operation is served, and each that changes something somewhere has a case of it', () => {
  expect(operations.filter(({ id }) => !routes.has(id)).map(({ id }) => id)).toEqual([]);
  expect(
    operations
      .filter(({ scope }) => isPlaced(scope))
      .map(({ id }) => id)
      .sort(),
  ).toEqual(Object.keys(cases).sort());
});

test('each that changes something somewhere says where, and no other does', () => {
  for (const { endpoint } of routes.values())
    expect(endpoint.places !== undefined, endpoint.operation.id).toBe(isPlaced(endpoint.operation.scope));
});

async function tryAll(operation: Operation, aimed: Aimed, everybody: boolean): Promise<void> {
  const route = routes.get(operation.id) as Route;
  const outcomes = callers.map((caller) => ({
    caller,
    outcome:
      aimed.programsOnly && caller.kind === 'person' ? 403 : expected(operation.scope, caller, aimed.acts),
  }));
  await incidentsSettled();
  const before = await everything();
  for (const { caller, outcome } of outcomes) {
    if (outcome === 'let in') continue;
    const { status, text } = await ask(route, caller, aimed);
    expect({ caller: caller.name, status, text: text.slice(0, 300) }).toMatchObject({
      caller: caller.name,
      status: outcome,
    });
    denials.set(operation.id, (denials.get(operation.id) ?? 0) + 1);
  }
  expect(await everything(), 'what was refused left a trace').toEqual(before);
  if (aimed.onlyRefusals) return;
  // The first one finds everything as it was made: for them it works. It is the one with the narrowest limits.
  const letIn = outcomes
    .filter(({ outcome }) => outcome === 'let in')
    .map(({ caller }) => caller)
    .sort((a, b) => limitsOf(b) - limitsOf(a));
  // Elsewhere, those whom no place limits are one like the other.
  const trying = everybody ? letIn : letIn.filter((caller, index) => index === 0 || limitsOf(caller) > 0);
  for (const [index, caller] of trying.entries()) {
    const { status, text } = await ask(route, caller, aimed);
    const said = `${operation.id} for ${caller.name}: ${status} ${text.slice(0, 300)}`;
    expect([401, 403], said).not.toContain(status);
    if (index === 0 && !aimed.inVain) expect(status, said).toBeLessThan(400);
  }
}

const limitsOf = ({ grants }: TestCaller) =>
  Math.min(
    ...(grants ?? []).map(({ services, environments }) => Number(!!services) + Number(!!environments)),
  );

describe.each(table.filter(([, { scope }]) => scope === 'read'))('%s', (id, operation) => {
  test('is read by whoever may read', async () => {
    const route = routes.get(id) as Route;
    const aimed = readingCall(operation, world);
    for (const caller of callers) {
      const outcome = expected(operation.scope, caller, []);
      const { status, text } = await ask(route, caller, aimed);
      const said = `${id} for ${caller.name}: ${status} ${text.slice(0, 300)}`;
      if (outcome !== 'let in') expect(status, said).toBe(outcome);
      else if (mayBeMissing.has(id)) expect([401, 403], said).not.toContain(status);
      else expect(status, said).toBeLessThan(400);
    }
  });
});

describe.each(table.filter(([, { scope }]) => isPlaced(scope)))('%s', (id, operation) => {
  test.each(targets)('does for $name what its callers may', async (target) => {
    for (const make of cases[id] ?? []) {
      const aimed = await make(api, target);
      if (aimed) await tryAll(operation, aimed, target === here);
    }
  });
});

describe.each(table.filter(([, { scope }]) => scope === 'admin' || scope === 'known'))(
  '%s',
  (id, operation) => {
    test('is for those whom its scope names', async () => {
      const route = routes.get(id) as Route;
      // Some of these end a session or a token: nobody else's calls shall depend on it.
      const everybody = changes(operation) ? [...(await makeCallers(query)), ci] : callers;
      const aimed = { ...readingCall(operation, world), body: operation.examples?.[0]?.body };
      for (const caller of everybody) {
        const outcome = expected(operation.scope, caller, []);
        const { status, text } = await ask(route, caller, aimed);
        const said = `${id} for ${caller.name}: ${status} ${text.slice(0, 300)}`;
        if (outcome === 'let in') expect(status === 401 || isRefusal(status, text), said).toBe(false);
        else expect(status, said).toBe(outcome);
      }
    });
  },
);

/** A 403 of the door, not of a rule that the operation itself has. */
const isRefusal = (status: number, text: string) =>
  status === 403 && /missing_scope|foreign_place|session has to come/.test(text);

describe.each(table.filter(([, { scope, method }]) => scope === 'public' && method === 'GET'))(
  '%s',
  (id, operation) => {
    test('is for everybody, whatever they send along', async () => {
      for (const caller of callers) {
        const { status } = await ask(routes.get(id) as Route, caller, readingCall(operation, world));
        expect([401, 403], caller.name).not.toContain(status);
      }
    });
  },
);

test('every refusal of a change stands in the audit log', async () => {
  await flushDenials();
  const { rows } = await pool().query<{ operation: string; times: number }>(
    `SELECT operation, sum(times)::int AS times FROM audit_entry WHERE outcome = 'denied' GROUP BY 1`,
  );
  const noted = new Map(rows.map(({ operation, times }) => [operation, times]));
  for (const [id, times] of denials) expect(noted.get(id), id).toBe(times);
});

/** Noted behind requests, of whoever is known, and of what was refused. */
const besides = ['_prisma_migrations', 'audit_entry', 'audit_block', 'api_token', 'session', 'person'];
let digest: string | undefined;

/** What stands in every table. */
async function everything(): Promise<Record<string, string>> {
  if (digest === undefined) {
    const { rows } = await pool().query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind IN ('r') AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1) ORDER BY 1`,
      [besides],
    );
    digest = rows
      .map(
        ({ name }) =>
          `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS rows FROM "${name}" t`,
      )
      .join(' UNION ALL ');
  }
  const { rows } = await pool().query<{ name: string; rows: string }>(digest);
  return Object.fromEntries(rows.map(({ name, rows: held }) => [name, held]));
}
