import { describe, expect, it, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { evaluatePreflight } from './evaluate';
import type { ApplicableRule, PreflightFacts } from './evaluate-types';
import { type RuleBody, type RuleInput, ruleBody } from './rule-schemas';
import { preflightWire } from './schemas';
import { reasonCodes, ruleModes } from './vocabulary';

const minute = 60_000;
/** A Wednesday. */
const now = Date.UTC(2026, 5, 17, 12);

const facts = (more: Partial<PreflightFacts> = {}): PreflightFacts => ({
  service: 'shop',
  environment: 'production',
  version: '1.2.3',
  startsAt: now,
  endsAt: now + 30 * minute,
  running: [],
  locks: [],
  arrivals: new Map(),
  approvals: [],
  incidents: [],
  planned: [],
  ...more,
});
const rule = (input: RuleInput, id = 'r1'): ApplicableRule => ({ id, rule: ruleBody.parse(input) });
const judge = (input: RuleInput, more: Partial<PreflightFacts> = {}) =>
  evaluatePreflight(facts(more), [rule(input)], now);

const arrived = (...entries: [name: string, minutesAgo: number, failedAgo?: number][]) => ({
  arrivals: new Map(
    entries.map(([name, ago, failed]) => [
      name,
      { firstArrivedAt: now - ago * minute, failedAt: failed === undefined ? null : now - failed * minute },
    ]),
  ),
});

test('nothing against it: allowed', () => {
  expect(evaluatePreflight(facts(), [], now)).toEqual({
    verdict: 'allow',
    reasons: [],
    rules: [],
    retryAfterSeconds: null,
    checkedAt: '2026-06-17T12:00:00.000Z',
  });
});

describe('a no-deploy window', () => {
  const window = (from: string, to: string): RuleInput => ({
    kind: 'window',
    name: 'Lunch',
    reason: 'Nobody is there.',
    schedule: { recurrence: 'daily', from, to },
  });
  it('blocks a start within it, and says until when and why', () => {
    expect(judge(window('11:30', '12:45'))).toMatchObject({
      verdict: 'block',
      retryAfterSeconds: 45 * 60,
      rules: [{ id: 'r1', name: 'Lunch', mode: 'enabled', outcome: 'failed' }],
      reasons: [
        {
          code: 'NO_DEPLOY_WINDOW',
          effect: 'block',
          message: 'No deployments to production until 2026-06-17 12:45 UTC: Lunch. Nobody is there.',
          retryAt: '2026-06-17T12:45:00.000Z',
          details: {
            window_name: 'Lunch',
            window_start: '2026-06-17T11:30:00.000Z',
            window_end: '2026-06-17T12:45:00.000Z',
            reason: 'Nobody is there.',
          },
        },
      ],
    });
  });
  it('blocks from its first instant on, and no more at its last', () => {
    expect(judge(window('12:00', '12:01')).verdict).toBe('block');
    expect(judge(window('11:00', '12:00')).verdict).toBe('allow');
  });
  it('that begins while the deployment goes on warns, and is not broken', () => {
    expect(judge(window('12:29', '13:00'))).toMatchObject({
      verdict: 'warn',
      rules: [{ outcome: 'passed' }],
      reasons: [{ code: 'NO_DEPLOY_WINDOW', effect: 'warn' }],
    });
    expect(judge(window('12:30', '13:00')).verdict).toBe('allow');
  });
});

describe('the order of environments', () => {
  const order = (more: object = {}): RuleInput => ({
    kind: 'order',
    name: 'Order',
    prerequisites: ['Staging', 'preprod'],
    ...more,
  });
  it('names the first one where the version has never been', () => {
    expect(judge(order(), arrived(['staging', 60])).reasons).toMatchObject([
      { code: 'FLOW_VIOLATION', effect: 'block', details: { required_environment: 'preprod' } },
    ]);
    expect(judge(order(), arrived(['staging', 60], ['preprod', 90])).verdict).toBe('allow');
  });
  it('can be strict about which came first', () => {
    const strict = order({ strict: true });
    expect(judge(strict, arrived(['staging', 60], ['preprod', 90])).reasons).toMatchObject([
      { code: 'FLOW_VIOLATION', details: { required_environment: 'preprod' } },
    ]);
    expect(judge(strict, arrived(['staging', 90], ['preprod', 60])).verdict).toBe('allow');
  });
  it('asks for time in each of them, counted anew after a failure there', () => {
    const soak = order({ soakMinutes: 60 });
    expect(judge(soak, arrived(['staging', 60], ['preprod', 60])).verdict).toBe('allow');
    expect(judge(soak, arrived(['staging', 50], ['preprod', 20]))).toMatchObject({
      verdict: 'block',
      retryAfterSeconds: 40 * 60,
      reasons: [
        {
          code: 'INSUFFICIENT_SOAK_TIME',
          details: { required_environment: 'preprod', required_minutes: 60, remaining_minutes: 40 },
        },
      ],
    });
    expect(judge(soak, arrived(['staging', 90, 10], ['preprod', 60])).reasons).toMatchObject([
      { details: { required_environment: 'Staging', remaining_minutes: 50 } },
    ]);
    expect(judge(soak, arrived(['staging', 90, 200], ['preprod', 60])).verdict).toBe('allow');
  });
  it('asks for no time in what comes without any', () => {
    expect(judge(order(), arrived(['staging', 0], ['preprod', 0, 0])).verdict).toBe('allow');
  });
  it('is nothing for an environment that would have to come before itself, or for an unknown version', () => {
    expect(judge(order({ prerequisites: ['PRODUCTION'] })).rules[0]?.outcome).toBe('not_applicable');
    expect(judge(order(), { version: null })).toMatchObject({
      verdict: 'allow',
      rules: [{ outcome: 'not_applicable' }],
    });
  });
});

describe('required approvals', () => {
  const approval: RuleInput = { kind: 'approval', name: 'Signed', types: ['QA', 'Security'], count: 2 };
  const word = (type: string, actor: string, approved = true, environment: string | null = null) => ({
    type,
    actor,
    approved,
    environment,
  });
  const enough = [word('qa', 'ada'), word('QA', 'grace'), word('Security', 'ada'), word('security', 'joan')];
  it('count different people for each type', () => {
    expect(judge(approval, { approvals: enough }).verdict).toBe('allow');
    expect(judge(approval, { approvals: [...enough.slice(1), word('QA', 'grace')] })).toMatchObject({
      verdict: 'block',
      retryAfterSeconds: null,
      reasons: [
        {
          code: 'APPROVAL_REQUIRED',
          message: '1.2.3 is not approved for production: QA',
          details: { required_approvals: 4, current_approvals: 3, approver_roles: ['QA'], refused_by: [] },
        },
      ],
    });
  });
  it('for another environment do not count', () => {
    const elsewhere = enough.map((one) => ({ ...one, environment: 'staging' }));
    expect(judge(approval, { approvals: elsewhere }).reasons[0]?.details).toMatchObject({
      current_approvals: 0,
    });
    const here = enough.map((one) => ({ ...one, environment: 'Production' }));
    expect(judge(approval, { approvals: here }).verdict).toBe('allow');
  });
  it('are undone by one no', () => {
    expect(judge(approval, { approvals: [...enough, word('QA', 'linus', false)] }).reasons).toMatchObject([
      {
        code: 'APPROVAL_REQUIRED',
        message: '1.2.3 was refused for production: QA by linus',
        details: { refused_by: ['linus'] },
      },
    ]);
  });
  it('of an unknown version cannot be judged', () => {
    expect(judge(approval, { version: null }).rules[0]?.outcome).toBe('not_applicable');
  });
});

const concurrency: RuleInput = { kind: 'concurrency', name: 'One at a time' };
const running = [{ id: 'e1', version: '1.2.2', status: 'started', startedAt: now - minute }];
const locks = [{ id: 'l1', holder: 'grace', reason: 'Migration', expiresAt: now + 5 * minute }];
const incidents = [
  { number: 7, title: 'Slow', service: 'shop', upstream: false },
  { number: 8, title: 'Down', service: 'db', upstream: true },
];
const planned = [{ id: 'e9', title: 'Backup', startsAt: now, endsAt: now + minute }];

test('of two deployments at a time the second is blocked, where a rule says so', () => {
  expect(judge(concurrency, { running })).toMatchObject({
    verdict: 'block',
    reasons: [
      {
        code: 'CONCURRENT_DEPLOYMENT',
        message: 'Deployment 1.2.2 of shop in production is running',
        details: { conflicting_deployment_id: 'e1', conflicting_deployment_status: 'started' },
        link: '/events/e1',
      },
    ],
  });
  expect(evaluatePreflight(facts({ running }), [], now).verdict).toBe('allow');
});

test('a held lock blocks without any rule; incidents and plans only warn', () => {
  expect(evaluatePreflight(facts({ locks }), [], now)).toMatchObject({
    verdict: 'block',
    retryAfterSeconds: 300,
    reasons: [{ code: 'LOCK_HELD', rule: null, message: 'shop in production is locked by grace: Migration' }],
  });
  expect(evaluatePreflight(facts({ incidents, planned }), [], now)).toMatchObject({
    verdict: 'warn',
    reasons: [
      { code: 'OPEN_INCIDENT', link: '/incidents/7' },
      {
        code: 'UPSTREAM_INCIDENT',
        link: '/incidents/8',
        message: 'Incident 8 is open on db, which shop depends on: Down',
      },
      { code: 'PLANNED_OVERLAP', link: '/events/e9' },
    ],
  });
});

test('what blocks comes first, and the answer says when the last of it is over', () => {
  const verdict = evaluatePreflight(
    facts({ locks, running, incidents }),
    [
      rule({ ...concurrency, mode: 'report_only' }, 'a'),
      rule(
        { kind: 'window', name: 'Day', schedule: { recurrence: 'daily', from: '09:00', to: '17:00' } },
        'b',
      ),
    ],
    now,
  );
  expect(verdict.reasons.map(({ code, effect }) => [code, effect])).toEqual([
    ['LOCK_HELD', 'block'],
    ['NO_DEPLOY_WINDOW', 'block'],
    ['CONCURRENT_DEPLOYMENT', 'warn'],
    ['OPEN_INCIDENT', 'warn'],
    ['UPSTREAM_INCIDENT', 'warn'],
  ]);
  expect(verdict.retryAfterSeconds).toBe(5 * 3600);
});

const name = fc.constantFrom('production', 'Staging', 'preprod');
const time = fc.constantFrom('00:00', '11:59', '12:00', '12:15', '23:30');
const common = {
  name: fc.constantFrom('a', 'B', 'c'),
  mode: fc.constantFrom(...ruleModes),
  reason: fc.constantFrom('', 'Because'),
  services: fc.constant<string[]>([]),
  environments: fc.constant<string[]>([]),
};
const someRule: fc.Arbitrary<RuleBody> = fc.oneof(
  fc.record({
    kind: fc.constant('window' as const),
    ...common,
    schedule: fc.record({
      recurrence: fc.constant('daily' as const),
      from: time,
      to: time,
      extraDays: fc.integer({ min: 0, max: 6 }),
      zone: fc.constantFrom('UTC', 'Europe/Paris', 'No/Such'),
    }),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    ...common,
    prerequisites: fc.array(name, { minLength: 1, maxLength: 3 }),
    strict: fc.boolean(),
    soakMinutes: fc.constantFrom(0, 1, 60),
  }),
  fc.record({ kind: fc.constant('concurrency' as const), ...common }),
  fc.record({
    kind: fc.constant('approval' as const),
    ...common,
    types: fc.array(fc.constantFrom('QA', 'Security'), { minLength: 1, maxLength: 3 }),
    count: fc.integer({ min: 1, max: 3 }),
  }),
);
const instant = fc.integer({ min: -180, max: 180 }).map((minutes) => now + minutes * minute);
const someFacts: fc.Arbitrary<PreflightFacts> = fc.record({
  service: fc.constantFrom('shop', '%/ü'),
  environment: name,
  version: fc.constantFrom('1.2.3', null),
  startsAt: instant,
  endsAt: instant,
  running: fc.array(
    fc.record({
      id: fc.constant('e1'),
      version: fc.constantFrom('1', null),
      status: fc.constant('started'),
      startedAt: instant,
    }),
    { maxLength: 2 },
  ),
  locks: fc.array(
    fc.record({
      id: fc.constant('l1'),
      holder: fc.constantFrom('', 'ada'),
      reason: fc.string(),
      expiresAt: fc.option(instant),
    }),
    { maxLength: 2 },
  ),
  arrivals: fc
    .dictionary(
      fc.constantFrom('production', 'staging', 'preprod'),
      fc.record({ firstArrivedAt: instant, failedAt: fc.option(instant) }),
    )
    .map((entries) => new Map(Object.entries(entries))),
  approvals: fc.array(
    fc.record({
      type: fc.constantFrom('QA', 'qa', 'Security'),
      environment: fc.option(name),
      actor: fc.constantFrom('ada', 'grace'),
      approved: fc.boolean(),
    }),
    { maxLength: 5 },
  ),
  incidents: fc.subarray(incidents),
  planned: fc.subarray(planned),
});
const someRules = fc
  .array(someRule, { maxLength: 5 })
  .map((rules) => rules.map((one, index): ApplicableRule => ({ id: `r${index}`, rule: one })));

test('whatever is the case, there is a verdict: the worst of its reasons, of rules that are on, those that block first', () => {
  fc.assert(
    fc.property(someFacts, someRules, (given, rules) => {
      const verdict = evaluatePreflight(given, rules, now);
      preflightWire.parse(verdict);
      const { reasons } = verdict;
      const worst = reasons.some(({ effect }) => effect === 'block')
        ? 'block'
        : reasons.length > 0
          ? 'warn'
          : 'allow';
      expect(verdict.verdict).toBe(worst);
      // Without the rules that are off it is the same.
      expect(
        evaluatePreflight(
          given,
          rules.filter((one) => one.rule.mode !== 'disabled'),
          now,
        ),
      ).toEqual(verdict);
      // In whatever order they come.
      expect(evaluatePreflight(given, rules.toReversed(), now)).toEqual(verdict);
      for (const reason of reasons)
        if (reason.rule?.mode === 'report_only') expect(reason.effect).toBe('warn');
      const order = reasons.map(
        ({ effect, code }) => (effect === 'block' ? 0 : 100) + reasonCodes.indexOf(code),
      );
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      const blocked = new Set(
        reasons.flatMap(({ effect, rule }) => (effect === 'block' && rule ? [rule.id] : [])),
      );
      const failed = verdict.rules.filter(({ outcome, mode }) => outcome === 'failed' && mode === 'enabled');
      expect(new Set(failed.map(({ id }) => id))).toEqual(blocked);
    }),
    { numRuns: 500 },
  );
});

test('each rule is judged by itself: more rules never take a reason away', () => {
  fc.assert(
    fc.property(someFacts, someRules, someRule, (given, rules, more) => {
      const before = evaluatePreflight(given, rules, now).reasons;
      const after = evaluatePreflight(given, [...rules, { id: 'more', rule: more }], now).reasons;
      expect(after).toEqual(expect.arrayContaining(before));
    }),
  );
});
