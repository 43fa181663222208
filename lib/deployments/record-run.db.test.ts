import { beforeEach, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { deleteEvent } from '@/lib/events/delete-event';
import { ingestOne } from '@/lib/events/ingest';
import type { EventWire } from '@/lib/events/schemas';
import { updateEvent } from '@/lib/events/update-event';
import { emptyTables } from '@/lib/testing/empty-tables';
import { fc } from '@/lib/testing/properties';
import { type RunOutcome, type RunPost, recordRun } from './record-run';
import { foldReports, type ReportFields } from './run-state';
import { type RunStatus, runStatuses } from './vocabulary';

const empty = async () => {
  await emptyTables('event', 'rule_violation');
  await pool().query('DELETE FROM version');
};
beforeEach(async () => {
  await empty();
  await pool().query(`UPDATE deployment_rule SET mode = 'enabled'`);
});

const post = (status: RunStatus, more: Partial<RunPost> = {}): RunPost => ({
  kind: 'deployment',
  service: 'shop',
  environment: 'production',
  version: '1.2.3',
  status,
  source: 'github',
  invocation: '42',
  fields: {},
  actor: 'ci',
  ...more,
});
const record = async (status: RunStatus, more: Partial<RunPost> = {}) =>
  done(await recordRun(post(status, more)));
function done(outcome: RunOutcome) {
  if (outcome.outcome === 'blocked') throw new Error(JSON.stringify(outcome.preflight));
  return outcome;
}
const minute = 60_000;
const start = Date.UTC(2026, 5, 17, 12);
const count = async (table: string) =>
  (await pool().query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;

test('the posts of a run are one event that moves', async () => {
  const pending = await record('pending', { receivedAt: start });
  expect(pending.event).toMatchObject({
    title: 'Deploy shop 1.2.3 to production',
    kind: 'deployment',
    status: 'pending',
    eventType: 'deployment.pending',
    phase: 'planned',
  });
  await record('started', { receivedAt: start + minute, fields: { by: 'ada', sha: 'abc1234' } });
  const { event } = await record('completed', { receivedAt: start + 3 * minute });
  expect(event).toMatchObject({
    id: pending.event.id,
    status: 'success',
    eventType: 'deployment.completed',
    startsAt: new Date(start + minute).toISOString(),
    endsAt: new Date(start + 3 * minute).toISOString(),
    durationMs: 2 * minute,
    owner: 'ada',
    sha: 'abc1234',
    version: '1.2.3',
    source: 'github',
  });
  expect(await count('event')).toBe(1);
});

test('what a run tells of itself is found on its event', async () => {
  const { event } = await record('failed', {
    fields: {
      byName: 'Ada L.',
      byEmail: 'ada@example.com',
      url: 'https://ci.example.com/runs/42',
      repository: 'acme/shop',
      sha: 'abc1234',
      branch: 'main',
      buildNumber: '7',
      errorCode: 'TIMEOUT',
      metadata: { error: 'Lambda timeout after 30s', region: 'eu' },
    },
  });
  expect(event).toMatchObject({
    owner: 'Ada L.',
    message: 'Lambda timeout after 30s',
    links: [
      { title: 'Run', url: 'https://ci.example.com/runs/42' },
      { title: 'Commit', url: 'https://github.com/acme/shop/commit/abc1234' },
    ],
    payload: {
      repository: 'acme/shop',
      branch: 'main',
      buildNumber: '7',
      errorCode: 'TIMEOUT',
      byName: 'Ada L.',
    },
    metadata: { error: 'Lambda timeout after 30s', region: 'eu' },
    phase: 'failed',
  });
});

test('a start that comes after the end fills in when it began, and reopens nothing', async () => {
  await record('completed', { receivedAt: start + 5 * minute });
  const { event, state } = await record('started', {
    receivedAt: start + 6 * minute,
    fields: { startedAt: new Date(start).toISOString() },
  });
  expect(state.status).toBe('completed');
  expect(event).toMatchObject({ status: 'success', durationMs: 5 * minute, until: event.endsAt });
});

test('a repeated post changes nothing, not even the revision', async () => {
  const first = await record('started');
  const again = await record('started', { fields: { by: 'somebody else' } });
  expect(again).toMatchObject({ outcome: 'repeated', event: { id: first.event.id, revision: 1, owner: '' } });
});

test('another version, attempt, environment, source or kind is another run', async () => {
  const runs = [
    await record('completed'),
    await record('completed', { version: '1.2.2' }),
    await record('completed', { invocation: '42#2' }),
    await record('completed', { environment: 'staging' }),
    await record('completed', { source: 'jenkins' }),
    await record('completed', { kind: 'build', environment: null }),
    await record('completed', { service: 'warehouse' }),
  ];
  expect(new Set(runs.map(({ event }) => event.id)).size).toBe(runs.length);
});

test('without an invocation, posts join the run while it goes on and soon after, then begin another one', async () => {
  const say = (status: RunStatus, at: number, more: Partial<RunPost> = {}) =>
    record(status, { invocation: null, receivedAt: start + at * minute, ...more });
  const first = await say('started', 0);
  expect((await say('completed', 120)).event.id).toBe(first.event.id);
  expect((await say('failed', 130)).event).toMatchObject({ id: first.event.id, status: 'failure' });
  const second = await say('started', 160);
  expect(second.event.id).not.toBe(first.event.id);
  await say('completed', 161);
  // Something else has begun there since, so the same words mean a new deployment at once.
  await say('completed', 162, { version: '9.9.9' });
  const third = await say('started', 163);
  expect([first.event.id, second.event.id]).not.toContain(third.event.id);
});

test('a deployment of another dialect that runs there is in the way, too', async () => {
  const draft = {
    kind: 'deployment' as const,
    title: 'Deploy',
    service: 'shop',
    environment: 'production',
    status: 'start' as const,
  };
  const { event } = await ingestOne({ draft, actor: 'ci' });
  const blocked = await recordRun(post('started'));
  expect(blocked).toMatchObject({
    outcome: 'blocked',
    preflight: { verdict: 'block', reasons: [{ code: 'CONCURRENT_DEPLOYMENT' }] },
  });
  expect(await count('rule_violation')).toBe(1);
  expect(await count('event')).toBe(1);
  await updateEvent({ which: { id: event.id }, patch: { status: 'success' }, actor: 'ci' });
  expect((await record('started')).preflight?.verdict).toBe('allow');
});

test('a start that a rule only reports is recorded with what it broke', async () => {
  await pool().query(`UPDATE deployment_rule SET mode = 'report_only'`);
  await record('started');
  const { preflight, event } = await record('started', { invocation: '43' });
  expect(preflight?.verdict).toBe('warn');
  const { rows } = await pool().query('SELECT blocked, event_id, version FROM rule_violation');
  expect(rows).toEqual([{ blocked: false, event_id: event.id, version: '1.2.3' }]);
});

test('of twenty deployments that start in one place at the same instant, exactly one does', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      recordRun(post('started', { invocation: `${n}`, version: `1.0.${n % 3}` })),
    ),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1);
  expect(outcomes.filter(({ outcome }) => outcome === 'blocked')).toHaveLength(19);
  expect(await count('event')).toBe(1);
  expect(await count('rule_violation')).toBe(19);
});

test('another commit for a version is refused before anything is stored', async () => {
  await record('completed', { fields: { sha: 'abc1234' } });
  await expect(
    recordRun(post('started', { invocation: '43', environment: 'brand-new', fields: { sha: 'fff1234' } })),
  ).rejects.toMatchObject({
    code: 'conflict',
    message: 'Version 1.2.3 already exists with different SHA',
  });
  expect(await count('event')).toBe(1);
  const { rows } = await pool().query(`SELECT FROM environment WHERE name = 'brand-new'`);
  expect(rows).toEqual([]);
});

test('what people changed by hand stays when the run goes on', async () => {
  const { event } = await record('started', { fields: { by: 'ada' } });
  await updateEvent({
    which: { id: event.id },
    patch: { owner: 'grace', title: 'The big one' },
    actor: 'grace',
  });
  expect((await record('completed', { fields: { by: 'ada' } })).event).toMatchObject({
    owner: 'grace',
    title: 'The big one',
    status: 'success',
  });
});

test('a run whose event was deleted begins anew', async () => {
  const { event } = await record('started');
  await deleteEvent({ id: event.id }, 'ada');
  const again = await record('completed');
  expect(again.event.id).not.toBe(event.id);
  expect(again.event).toMatchObject({ status: 'success' });
});

/** Reports that tell all their times, so that the order in which they come can show nowhere. */
const toldPosts = fc.uniqueArray(
  fc.record({
    status: fc.constantFrom(...runStatuses),
    fields: fc.record(
      {
        by: fc.constantFrom('ada', 'grace'),
        url: fc.constantFrom('https://ci.example.com/1', 'https://ci.example.com/2'),
        branch: fc.constantFrom('main', 'fix'),
        errorMessage: fc.constantFrom('No memory', 'No network'),
        metadata: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer()),
      },
      { requiredKeys: [] },
    ),
    offset: fc.integer({ min: 0, max: 100 }),
  }),
  { selector: ({ status }) => status, minLength: 1, maxLength: 5 },
);
const told = ({
  status,
  fields,
  offset,
}: {
  status: RunStatus;
  fields: object;
  offset: number;
}): {
  status: RunStatus;
  fields: ReportFields;
} => ({
  status,
  fields: {
    ...fields,
    startedAt: new Date(start).toISOString(),
    completedAt: new Date(start + offset * minute).toISOString(),
  },
});
const shown = ({ id, title, service, revision, createdAt, updatedAt, createdBy, ...rest }: EventWire) => {
  void [id, title, service, revision, createdAt, updatedAt, createdBy];
  return rest;
};

let shops = 0;

test('any order and any repetition of the posts of a run, one after the other or all at once, give one event in one state', async () => {
  await fc.assert(
    fc.asyncProperty(
      toldPosts,
      fc.infiniteStream(fc.nat()),
      fc.constantFrom('42', null),
      fc.boolean(),
      async (posts, picks, invocation, together) => {
        const reports = posts.map(told);
        const expected = foldReports(
          reports.map((report) => ({ ...report, receivedAt: new Date(start).toISOString() })),
        );
        const pick = picks[Symbol.iterator]();
        const some = <T>(values: readonly T[]) => values[(pick.next().value as number) % values.length] as T;
        const sequences = [0, 1].map(() => {
          const repeated = [...reports, ...reports.filter(() => some([true, false]))];
          return repeated
            .map((report) => ({ report, key: some([1, 2, 3, 4, 5, 6, 7]) }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ report }) => report);
        });
        const results: ReturnType<typeof shown>[] = [];
        for (const sequence of sequences) {
          // A service of its own for each: emptying tables takes longer than everything else.
          const service = `shop-${++shops}`;
          const send = (report: (typeof reports)[number]) =>
            record(report.status, { ...report, invocation, service });
          if (together) await Promise.all(sequence.map(send));
          else for (const report of sequence) await send(report);
          const last = await send(reports[0] as (typeof reports)[number]);
          const { rows } = await pool().query(
            'SELECT FROM event e JOIN service s ON s.id = e.service_id WHERE s.name = $1',
            [service],
          );
          expect(rows).toHaveLength(1);
          expect(last.outcome).toBe('repeated');
          expect(last.state).toEqual(expected);
          results.push(shown(last.event));
        }
        expect(results[1]).toEqual(results[0]);
      },
    ),
    { numRuns: 40 },
  );
});
