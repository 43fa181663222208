import { beforeAll, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import type { EventWire } from '@/lib/events/schemas';
import { Turns } from '@/lib/live/turns';
import { fc } from '@/lib/testing/properties';
import { enterServices } from '../enter';
import { moveIncidentWithin } from '../move-incident';
import { type RuleDraft, ruleDraft } from '../rule-schemas';
import { createRule } from '../rules/save-rule';
import { detectTogether } from './detect-together';
import { Naive, signals, stored } from './testing';

/**
 * Detection against its definition, on real Postgres: signals of many services are detected by callers that overlap, in batches that mix
 * services, some of them twice, in an order that the seeds decide and the database then changes as it likes.
 */

// Here the test hands signals over itself.
process.env.SHIPLOG_DETECTION = 'off';

const base = Date.now() - 7 * 86_400_000;
const second = 1000;

/** Rules by the environment that they are for. */
const rules: Record<string, RuleDraft> = {
  development: ruleDraft.parse({ name: 'a', threshold: 3, windowSeconds: 10, reopenSeconds: 0 }),
  integration: ruleDraft.parse({
    name: 'b',
    threshold: 2,
    windowSeconds: 4,
    quietSeconds: 3,
    reopenSeconds: 12,
  }),
  TNR: ruleDraft.parse({ name: 'c', threshold: 5, windowSeconds: 15, reopenSeconds: 30 }),
  UAT: ruleDraft.parse({ name: 'd', threshold: 1, windowSeconds: 1, reopenSeconds: 8 }),
};
const environments = Object.keys(rules);

beforeAll(async () => {
  for (const environment of environments)
    await createRule(
      { ...(rules[environment] as RuleDraft), environments: [environment], position: 10 },
      'test',
    );
});

/** One key's world: when its signals are, and in which batches they arrive. */
const world = fc.record({
  environment: fc.constantFrom(...environments),
  times: fc.array(fc.nat({ max: 45 }), { minLength: 1, maxLength: 12 }),
  /** In which batch each signal is; cut to the number of signals. */
  batch: fc.array(fc.nat({ max: 4 }), { minLength: 12, maxLength: 12 }),
  /** Which signal is handed over a second time, and in which batch. */
  twice: fc.option(fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 4 }))),
});

const worlds = (count: number, seed: number) => fc.sample(world, { numRuns: count, seed });

let run = 0;

/** Stores the signals of worlds, each in a service of its own. */
async function store(all: readonly (typeof world extends fc.Arbitrary<infer T> ? T : never)[]) {
  run += 1;
  const prefix = `property-${run}`;
  return Promise.all(
    all.map(async (one, index) => {
      const service = `${prefix}-${index}`;
      const events = await signals(
        service,
        one.times.map((time) => ({ at: base + time * second, environment: one.environment })),
      );
      const batches: EventWire[][] = [[], [], [], [], []];
      for (const [n, event] of events.entries()) batches[one.batch[n] as number]?.push(event);
      const again = one.twice && events[one.twice[0]];
      if (one.twice && again) batches[one.twice[1]]?.push(again);
      return { ...one, service, events, batches: batches.filter((batch) => batch.length > 0) };
    }),
  );
}

/** Batches of several services made into common ones, three services each, as a group commit makes them. */
function mixed(batches: readonly (readonly EventWire[])[]): EventWire[][] {
  const calls: EventWire[][] = [];
  batches.forEach((batch, index) => {
    const call = index % 5 < 3 ? calls.at(-1) : undefined;
    if (call && index % 5 > 0) call.push(...batch);
    else calls.push([...batch]);
  });
  return calls;
}

/** Eight connections at a time. */
const turns = new Turns(8);
const detect = (events: readonly EventWire[]) =>
  turns.take(async () => (await detectTogether(events.map((event) => ({ event })))).detected);

const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, index) => ({
      item,
      key: Math.imul(index + 1, 2654435761) ^ Math.imul(seed + 7, 40503 * (index + 3)),
    }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

async function neverTwoActive() {
  const { rows } = await pool().query(
    `SELECT rule_id, service_id, environment_id, group_key FROM incident WHERE status IN ('open', 'investigating')
     GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`,
  );
  expect(rows).toEqual([]);
}

test('1,600 interleavings: as long as nobody moves it, a key has at most one incident, which begins at the first burst and has everything since', async () => {
  for (let seed = 0; seed < 8; seed++) {
    const all = await store(worlds(200, seed));
    const batches = shuffled(
      all.flatMap((one) => one.batches),
      seed,
    );
    await Promise.all(mixed(batches).map(detect));
    await neverTwoActive();
    const found = await stored(all.map(({ service }) => service));
    for (const { service, events, environment } of all) {
      const { threshold, windowSeconds } = rules[environment] as RuleDraft;
      const times = events.map(({ at }) => Date.parse(at));
      const begins = times.filter(
        (s) => times.filter((t) => s <= t && t <= s + windowSeconds * second).length >= threshold,
      );
      const start = Math.min(...begins);
      const members = events.filter(({ at }) => Date.parse(at) >= start).map(({ id }) => id);
      const expected = begins.length === 0 ? [] : [{ start, members: members.sort(), count: members.length }];
      const actual = found.get(service)?.incidents.map((one) => ({
        start: one.start,
        members: one.members,
        count: one.count,
      }));
      expect({ service, seed, times: times.map((t) => t - base), incidents: actual }).toEqual({
        service,
        seed,
        times: times.map((t) => t - base),
        incidents: expected,
      });
    }
  }
}, 120_000);

const statuses = ['resolved', 'closed', 'open', 'investigating'] as const;
const moves = fc.array(
  fc.record({ which: fc.nat({ max: 3 }), status: fc.constantFrom(...statuses), at: fc.nat({ max: 45 }) }),
  { minLength: 1, maxLength: 5 },
);

type Step =
  | { order: number; batch: { id: string; at: number }[] }
  | { order: number; index: number; status: (typeof statuses)[number]; end: number | null };

/** Moves an incident of a service as the board does, and answers its place among the service's transactions. */
async function move(
  service: string,
  { which, status, at }: { which: number; status: (typeof statuses)[number]; at: number },
): Promise<Step[]> {
  try {
    return await transaction(async (client) => {
      const { rows } = await client.query<{ id: number }>('SELECT id FROM service WHERE name = $1', [
        service,
      ]);
      await enterServices(client, [rows[0]?.id as number]);
      const incidents = await client.query<{ number: number }>(
        'SELECT number FROM incident WHERE service_id = $1 ORDER BY number',
        [rows[0]?.id],
      );
      const index = incidents.rows.length === 0 ? 0 : which % incidents.rows.length;
      const number = incidents.rows[index]?.number;
      if (number === undefined) return [];
      const order = await client.query<{ order: number }>(`SELECT nextval('signal_number_seq') AS order`);
      await moveIncidentWithin(client, {
        number,
        status,
        actor: 'somebody',
        system: true,
        at: new Date(base + at * second),
      });
      const after = await client.query<{ ended_at: Date | null }>(
        'SELECT ended_at FROM incident WHERE number = $1',
        [number],
      );
      const end = after.rows[0]?.ended_at?.getTime() ?? null;
      return [{ order: order.rows[0]?.order as number, index, status, end }];
    });
  } catch (error) {
    // Another one is active in its place.
    if (error instanceof DomainError && error.code === 'conflict') return [];
    throw error;
  }
}

test('800 interleavings with people who resolve, close and reopen meanwhile: what the definition makes of the order in which Postgres let them in', async () => {
  let moved = 0;
  let several = 0;
  for (let seed = 100; seed < 104; seed++) {
    const all = await store(worlds(200, seed));
    const plans = fc.sample(moves, { numRuns: all.length, seed });
    const steps = new Map<string, Step[]>(all.map(({ service }) => [service, []]));
    const work = shuffled(
      all.flatMap(({ service, batches }, index) => [
        ...batches.map((batch) => async () => {
          const detected = await detect(batch);
          const fresh = batch.filter(({ id }) => detected.get(id)?.fresh);
          if (fresh.length === 0) return;
          const order = Math.min(...fresh.map(({ id }) => detected.get(id)?.number as number));
          const ids = new Set(fresh.map(({ id }) => id));
          const once = batch.filter(({ id }) => ids.delete(id));
          steps.get(service)?.push({ order, batch: once.map(({ id, at }) => ({ id, at: Date.parse(at) })) });
        }),
        ...(plans[index] ?? []).map((plan) => async () => {
          const done = await turns.take(() => move(service, plan));
          moved += done.length;
          steps.get(service)?.push(...done);
        }),
      ]),
      seed,
    );
    await Promise.all(work.map((one) => one()));
    await neverTwoActive();
    const found = await stored(all.map(({ service }) => service));
    for (const { service, environment } of all) {
      const naive = new Naive(rules[environment] as RuleDraft);
      const own = (steps.get(service) ?? []).sort((a, b) => a.order - b.order);
      for (const step of own) {
        if ('batch' in step) naive.detect(step.batch);
        else naive.move(step.index, step.status, step.end);
      }
      const { incidents = [], loose } = found.get(service) ?? {};
      if (incidents.length > 1) several += 1;
      const told = {
        rule: environment,
        steps: own.map((step) =>
          'batch' in step
            ? step.batch.map(({ at }) => (at - base) / second)
            : `${step.index} ${step.status} ${step.end === null ? '' : (step.end - base) / second}`,
        ),
      };
      expect({
        told,
        incidents: incidents.map((one) => ({
          status: one.status,
          start: (one.start - base) / second,
          members: one.members,
          count: one.count,
        })),
        loose,
      }).toEqual({
        told,
        incidents: naive.incidents.map(({ status, start, members }) => ({
          status,
          start: (start - base) / second,
          members: [...members].sort(),
          count: members.size,
        })),
        loose: [...naive.loose].sort(),
      });
    }
  }
  // The worlds are worth something only when things happen in them.
  expect(moved).toBeGreaterThan(400);
  expect(several).toBeGreaterThan(50);
}, 120_000);
