import { beforeEach, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/v2/deployments/preflight/route';
import { POST as approve } from '@/app/api/v2/versions/[service]/[version]/approvals/route';
import { resolveEnvironments, resolveServices } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { claimVersions } from '@/lib/deployments/known-versions';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { acquireAsAsked } from '@/lib/locks/acquire-lock';
import { acquireBody } from '@/lib/locks/schemas';
import { call } from '@/lib/testing/call';
import { describe as describeService } from '@/lib/testing/catalog';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { checkStart } from './check-start';
import { preflightExamples } from './examples';
import { openWindowsAt } from './open-windows';
import { type RuleInput, ruleBody } from './rule-schemas';
import { createRule } from './rules';
import { preflightWire } from './schemas';

const minute = 60_000;

beforeEach(async () => {
  await emptyTables(
    'event',
    'rule_violation',
    'resource_lock',
    'deployment_rule',
    'incident',
    'service_dependency',
  );
  await pool().query('DELETE FROM version');
});

const rule = (input: RuleInput) => createRule(ruleBody.parse(input), 'ada');
const ask = async (more: object = {}) => {
  const { status, json, text } = await call(POST, {
    body: { service: 'shop', environment: 'production', version: '1.2.3', ...more },
  });
  if (status !== 200) throw new Error(`${status} ${text}`);
  return preflightWire.parse(json);
};
const codes = async (more: object = {}) => (await ask(more)).reasons.map(({ code }) => code);
const report = async (more: Partial<EventDraftInput> = {}) =>
  (
    await ingestOne({
      draft: eventDraft.parse({
        kind: 'deployment',
        title: 'Deploy',
        service: 'shop',
        environment: 'production',
        version: '1.2.3',
        status: 'success',
        ...more,
      }),
      actor: 'ci',
    })
  ).event;
const ago = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();

describe('asking before deploying', () => {
  test('works as the examples are written, and creates nothing', async () => {
    for (const { body } of preflightExamples) expect((await call(POST, { body })).status).toBe(200);
    const asked = { service: 'never-seen', environment: 'nowhere' };
    expect((await ask(asked)).verdict).toBe('allow');
    const { rows } = await pool().query(
      `SELECT name FROM service WHERE name = 'never-seen' UNION SELECT name FROM environment WHERE name = 'nowhere'`,
    );
    expect(rows).toEqual([]);
  });

  test.each([
    [{ service: '' }, '/service'],
    [{ version: 'x'.repeat(201) }, '/version'],
    [{ at: 'tomorrow' }, '/at'],
    [{ durationMinutes: 0 }, '/durationMinutes'],
    [{ team: 'core' }, '/team'],
  ])('with %j is refused where it is wrong', async (part, pointer) => {
    const { status, json } = await call(POST, {
      body: { service: 'shop', environment: 'production', ...part },
    });
    expect(status).toBe(422);
    expect(json.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  test('finds what runs there, by whichever name it is asked', async () => {
    await rule({ kind: 'concurrency', name: 'One at a time' });
    const { id } = await report({ status: 'start', version: 'v1.2.2' });
    await report({ status: 'start', environment: 'staging' });
    await report({ status: 'start', service: 'web' });
    expect(await ask({ service: ' SHOP ', environment: 'Production' })).toMatchObject({
      verdict: 'block',
      reasons: [
        { code: 'CONCURRENT_DEPLOYMENT', details: { conflicting_deployment_id: id }, link: `/events/${id}` },
      ],
    });
    await rule({ kind: 'concurrency', name: 'Elsewhere', environments: ['UAT'] });
    expect((await ask()).rules).toHaveLength(1);
  });

  test('does not believe that what was forgotten a month ago still runs', async () => {
    await rule({ kind: 'concurrency', name: 'One at a time' });
    await report({ status: 'start', startsAt: ago(31 * 24 * 60) });
    expect((await ask()).verdict).toBe('allow');
  });

  test('finds the locks around it, but not those of other places nor of what runs', async () => {
    const lock = (scope: object) =>
      acquireAsAsked(acquireBody.parse({ ...scope, reason: 'Migration' }), 'grace', {});
    await lock({ environment: 'staging' });
    await lock({ environment: 'production', service: 'web' });
    await lock({ service: 'shop' });
    expect(await codes()).toEqual([]);
    await lock({ environment: 'production', service: 'shop' });
    expect(await ask()).toMatchObject({
      verdict: 'block',
      reasons: [{ code: 'LOCK_HELD', message: 'shop in production is locked by grace: Migration' }],
    });
    await emptyTables('resource_lock');
    const { id } = await report({ status: 'start', version: '1.2.2' });
    await lock({ environment: 'production', service: 'shop', eventId: id });
    expect(await codes()).toEqual([]);
    await emptyTables('resource_lock');
    const granted = await lock({ environment: '*' });
    const token = granted.outcome === 'acquired' ? granted.grant.token : 0;
    expect(await codes()).toEqual(['LOCK_HELD']);
    // Whoever holds it says so by the token of the term, which is not that of any other.
    expect(await codes({ lockToken: token })).toEqual([]);
    expect(await codes({ lockToken: token + 1 })).toEqual(['LOCK_HELD']);
    // Of what nobody knows yet, the lock on everything is the only one.
    expect(await codes({ service: 'never-seen', environment: 'nowhere' })).toEqual(['LOCK_HELD']);
  });

  test('knows where a version has been, and for how long', async () => {
    await rule({
      kind: 'order',
      name: 'Soak',
      environments: ['production'],
      prerequisites: ['staging'],
      soakMinutes: 60,
    });
    expect(await codes()).toEqual(['FLOW_VIOLATION']);
    expect(await codes({ version: undefined })).toEqual([]);
    const inStaging = { environment: 'staging', version: 'v1.2.3' };
    await report({ ...inStaging, status: 'failure', startsAt: ago(200), endsAt: ago(190) });
    await report({ ...inStaging, status: 'start', startsAt: ago(180) });
    expect(await codes()).toEqual(['FLOW_VIOLATION']);
    await report({ ...inStaging, startsAt: ago(100), endsAt: ago(20) });
    expect(await ask()).toMatchObject({
      reasons: [
        {
          code: 'INSUFFICIENT_SOAK_TIME',
          details: { remaining_minutes: 40, required_environment: 'staging' },
        },
      ],
    });
    expect((await ask({ at: new Date(Date.now() + 41 * minute).toISOString() })).verdict).toBe('allow');
    expect(await codes({ environment: 'UAT' })).toEqual([]);
    await report({ ...inStaging, version: '1.2.4', startsAt: ago(100), endsAt: ago(90) });
    expect(await codes({ version: '1.2.4' })).toEqual([]);
  });

  test('counts the newest word of each person', async () => {
    await rule({ kind: 'approval', name: 'Signed', types: ['QA'] });
    await report({ environment: 'staging' });
    const say = (body: object) =>
      call(approve, { params: { service: 'shop', version: '1.2.3' }, body: { type: 'QA', ...body } });
    expect(await codes()).toEqual(['APPROVAL_REQUIRED']);
    expect((await say({ environment: 'staging' })).status).toBe(201);
    expect(await codes()).toEqual(['APPROVAL_REQUIRED']);
    await say({});
    expect(await codes()).toEqual([]);
    await say({ approved: false, environment: 'production' });
    expect(await ask()).toMatchObject({
      reasons: [{ code: 'APPROVAL_REQUIRED', message: expect.stringContaining('refused') }],
    });
    expect(await codes({ environment: 'staging' })).toEqual([]);
  });

  test('is told of open incidents of the service and of all it depends on, and of plans meanwhile', async () => {
    await describeService('shop', { dependsOn: ['db'] });
    await describeService('db', { dependsOn: ['disk', 'shop'] });
    const incident = (service: string, more: Partial<EventDraftInput> = {}) =>
      report({
        kind: 'incident',
        title: `${service} is broken`,
        service,
        status: 'open',
        version: undefined,
        ...more,
      });
    await incident('disk');
    await incident('shop', { environment: undefined });
    await incident('db', { environment: 'staging' });
    await incident('web');
    await incident('shop', { status: 'close' });
    const { id } = await report({
      kind: 'operation',
      title: 'Backup',
      status: 'planned',
      startsAt: new Date(Date.now() + 10 * minute).toISOString(),
      endsAt: new Date(Date.now() + 20 * minute).toISOString(),
    });
    expect(await ask()).toMatchObject({
      verdict: 'warn',
      reasons: [
        { code: 'OPEN_INCIDENT', message: expect.stringContaining('shop is broken') },
        { code: 'UPSTREAM_INCIDENT', message: expect.stringContaining('disk is broken') },
        { code: 'PLANNED_OVERLAP', link: `/events/${id}` },
      ],
    });
    expect(await codes({ durationMinutes: 5 })).toEqual(['OPEN_INCIDENT', 'UPSTREAM_INCIDENT']);
  });

  test('answers for the time that is asked about', async () => {
    await rule({
      kind: 'window',
      name: 'Weekend',
      schedule: {
        recurrence: 'weekly',
        days: ['saturday'],
        from: '00:00',
        to: '00:00',
        extraDays: 1,
        zone: 'Europe/Paris',
      },
    });
    expect(await ask({ at: '2026-12-05T10:00:00+01:00' })).toMatchObject({
      verdict: 'block',
      reasons: [{ code: 'NO_DEPLOY_WINDOW', retryAt: '2026-12-06T23:00:00.000Z' }],
    });
    expect(await codes({ at: '2026-12-07T00:00:00+01:00' })).toEqual([]);
    expect((await ask({ at: '2026-12-04T23:45:00+01:00' })).verdict).toBe('warn');
    expect(await codes({ at: '2026-12-04T23:45:00+01:00', durationMinutes: 15 })).toEqual([]);
  });
});

test('of two starts that are judged at the same instant, each holding the turn of its place, exactly one passes', async () => {
  await rule({ kind: 'concurrency', name: 'One at a time' });
  const service = (await resolveServices(['shop'])).get('shop');
  const environment = (await resolveEnvironments(['production'])).get('production');
  if (!service || !environment) throw new Error('no names');
  const [version] = await claimVersions(pool(), [{ serviceId: service.id, name: '1.2.3', sha: null }]);
  if (!version || 'taken' in version) throw new Error('no version');
  const verdicts = await allAtOnce(2, () =>
    transaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(1, $1)', [service.id]);
      const now = Date.now();
      const { verdict } = await checkStart(client, {
        service,
        environment,
        versionId: version.id,
        version: version.name,
        ownEventId: null,
        ownLockToken: null,
        startsAt: now,
        endsAt: now + 30 * minute,
        asking: false,
      });
      if (verdict !== 'block')
        await client.query(
          `INSERT INTO event (id, kind, title, service_id, environment_id, status, phase, at, long, version_id)
           VALUES (gen_random_uuid(), 'deployment', 'Deploy', $1, $2, 'start', 'running', now(), true, $3)`,
          [service.id, environment.id, version.id],
        );
      return verdict;
    }),
  );
  expect(succeeded(verdicts).toSorted()).toEqual(['allow', 'block']);
});

test('the window that is open in a place is that of an enabled rule for it which ends last', async () => {
  const schedule = (from: string, to: string) => ({
    recurrence: 'once' as const,
    startsAt: `2026-12-24T${from}`,
    endsAt: `2026-12-24T${to}`,
  });
  const window = (name: string, to: string, more: object = {}) =>
    rule({ kind: 'window', name, reason: 'Quiet', schedule: schedule('10:00', to), ...more });
  await window('short', '11:00', { environments: ['Production'] });
  await window('long', '12:00', { services: ['Shop'], environments: ['production', 'UAT'] });
  await window('off', '13:00', { mode: 'disabled' });
  await window('reported', '13:00', { mode: 'report_only' });
  const at = await openWindowsAt(Date.parse('2026-12-24T10:30Z'));
  expect(at('shop', 'production')).toEqual({
    ruleId: expect.any(String),
    name: 'long',
    reason: 'Quiet',
    until: '2026-12-24T12:00:00.000Z',
  });
  expect(at('web', 'production')?.name).toBe('short');
  expect(at('shop', 'uat')?.name).toBe('long');
  expect(at('web', 'uat')).toBeNull();
  expect((await openWindowsAt(Date.parse('2026-12-24T12:00Z')))('shop', 'production')).toBeNull();
});
