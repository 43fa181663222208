import { beforeEach, describe, expect, test } from 'vitest';
import { PATCH } from '@/app/api/versioner/deployment-rules/[id]/route';
import { GET } from '@/app/api/versioner/deployment-rules/violations/route';
import { POST } from '@/app/deployment-events/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { versionerRule, versionerViolation } from './rule-schemas';

const id = '00000000-0000-8000-8000-000000000001';
beforeEach(async () => {
  await emptyTables('event', 'rule_violation');
  await pool().query(
    `UPDATE deployment_rule SET kind = 'concurrency', mode = 'enabled', config = '{}', service_ids = '{}', environment_ids = '{}'`,
  );
});
const patch = async (body: object) => {
  const answer = await call(PATCH, { params: { id }, body });
  return { ...answer, rule: answer.status === 200 ? versionerRule.parse(answer.json) : null };
};
const start = (invoke_id: string, more: object = {}) =>
  call(POST, {
    body: {
      product_name: 'shop',
      version: '1.2.3',
      environment_name: 'production',
      status: 'started',
      invoke_id,
      ...more,
    },
  });

describe('a rule', () => {
  test('only reports, or nothing, when it is told to', async () => {
    expect((await patch({ enforcement_mode: 'report' })).rule).toMatchObject({
      rule_type: 'concurrency',
      enforcement_mode: 'report',
      enabled: true,
      target_type: 'all',
    });
    expect((await patch({ enabled: false })).rule).toMatchObject({
      enforcement_mode: 'disabled',
      enabled: false,
    });
    expect((await patch({ name: 'One at a time' })).rule).toMatchObject({
      enabled: false,
      name: 'One at a time',
    });
    expect((await patch({ enabled: true })).rule).toMatchObject({ enforcement_mode: 'block' });
  });

  test('becomes another one in the words of the old wire, and stays what it is where nothing is said', async () => {
    const { json } = await start('1');
    const schedule = {
      type: 'recurring',
      timezone: 'Europe/Paris',
      blocked_windows: [
        { day: 'Friday', start_time: '15:00:00', end_time: '24:00' },
        { day: 'sat', start_time: '15:00:00', end_time: '24:00' },
      ],
    };
    const changed = await patch({
      rule_type: 'schedule',
      schedule,
      target_product_ids: [json.product_id],
      target_environments: ['production'],
    });
    expect(changed.rule).toMatchObject({
      rule_type: 'schedule',
      target_type: 'specific',
      target_product_ids: [json.product_id],
      target_environments: ['production'],
      schedule: {
        type: 'weekly',
        timezone: 'Europe/Paris',
        blocked_windows: [
          { day: 'friday', start_time: '15:00', end_time: '00:00' },
          { day: 'saturday', start_time: '15:00', end_time: '00:00' },
        ],
      },
    });
    expect((await patch({ description: 'Quiet' })).rule).toMatchObject({
      description: 'Quiet',
      schedule: changed.rule?.schedule,
    });
    const flow = await patch({
      rule_type: 'flow',
      source_environment: 'staging',
      target_environment: json.environment_id,
      required_duration_minutes: 60,
    });
    expect(flow.rule).toMatchObject({
      rule_type: 'flow',
      source_environment: 'staging',
      target_environment: 'production',
      required_duration_minutes: 60,
      schedule: null,
    });
    const approval = await patch({
      rule_type: 'version_approval_required',
      approval_types: ['QA'],
      required_approvals: 2,
    });
    expect(approval.rule).toMatchObject({ approval_types: ['QA'], required_approvals: 2 });
  });

  test.each([
    [{ enforcement_mode: 'shout' }, ['enforcement_mode'], /allowed are block/],
    [{ rule_type: 'deployment_request_required' }, ['rule_type'], /allowed are schedule/],
    [{ rule_type: 'flow' }, ['source_environment'], /field required/],
    [{ rule_type: 'version_approval_required' }, ['approval_types'], /field required/],
    [
      {
        rule_type: 'schedule',
        schedule: { timezone: 'Mars/Base', blocked_windows: [{ start_time: '10:00', end_time: '11:00' }] },
      },
      ['schedule', 'timezone'],
      /no known time zone/,
    ],
    [
      {
        rule_type: 'schedule',
        schedule: { blocked_windows: [{ day: 'someday', start_time: '10:00', end_time: '11:00' }] },
      },
      ['schedule', 'blocked_windows', 0, 'day'],
      /allowed are monday/,
    ],
    [
      {
        rule_type: 'schedule',
        schedule: {
          blocked_windows: [
            { start_time: '10:00', end_time: '11:00' },
            { start_time: '12:00', end_time: '13:00' },
          ],
        },
      },
      ['schedule', 'blocked_windows', 1],
      /rule of its own/,
    ],
  ])('is refused as %j', async (body, path, message) => {
    const { status, json } = await patch(body);
    expect(status).toBe(422);
    expect(json.detail).toContainEqual({
      loc: ['body', ...path],
      msg: expect.stringMatching(message),
      type: expect.any(String),
    });
  });

  test('that nobody knows is 404', async () => {
    const answer = await call(PATCH, { params: { id: 'x' }, body: {} });
    expect([answer.status, answer.json]).toEqual([404, { detail: expect.any(String) }]);
  });
});

test('violations are listed, narrowed by rule, product, environment, type and date', async () => {
  await start('1');
  await start('2', { version: '1.2.4' });
  const list = async (search = '') =>
    (await call(GET, { url: `/api/versioner/deployment-rules/violations${search}` })).json.map(
      (item: unknown) => versionerViolation.parse(item),
    );
  const all = await list();
  expect(all).toMatchObject([
    {
      rule_id: id,
      rule_type: 'concurrency',
      blocked: true,
      product_name: 'shop',
      environment_name: 'production',
      version: '1.2.4',
      deployment_id: null,
    },
  ]);
  const today = new Date().toISOString().slice(0, 10);
  for (const search of [
    `?rule=${id}`,
    '?product=Shop',
    '?environment=production',
    '?type=concurrency',
    `?end_date=${today}&start_date=now-1h`,
  ]) {
    expect(await list(search)).toEqual(all);
  }
  for (const search of [
    '?rule=other',
    '?product=x',
    '?environment=qa',
    '?type=flow',
    '?start_date=now%2B1h',
  ]) {
    expect(await list(search)).toEqual([]);
  }
  expect((await call(GET, { url: '/api/versioner/deployment-rules/violations?type=x' })).status).toBe(422);
});
