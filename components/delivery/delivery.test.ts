import { describe, expect, test } from 'vitest';
import { rebased } from '@/components/forms/rebased';
import { deliveryQuery, deliveryRowsQuery } from '@/lib/delivery/filters';
import { type DeliveryWire, deliveryRule } from '@/lib/delivery/schemas';
import { rawQuery } from '@/lib/http/query';
import { figureOf, readDeliveryUrl } from './delivery-url';
import { readRuleValues, ruleValuesOf } from './rule-values';
import { changeOf, minutesInWords, ruleInWords, valueInWords } from './words';

const raw = (text: string) => ({ ...rawQuery(new URLSearchParams(text)) });

describe('the address of the delivery figures', () => {
  test('whatever it says, the API accepts the question that follows', () => {
    for (const text of [
      '',
      'by=planet&service=&service=a%2Cb&team=x&environment=%25&from=now-7d&metric=luck',
      'from=2025-11-01&to=2026-11-08&metric=leadTime',
      `from=soon&team=${'x'.repeat(600)}`,
    ])
      expect(
        deliveryQuery.safeParse(raw(readDeliveryUrl(new URLSearchParams(text)).query)).success,
        text,
      ).toBe(true);
  });

  test('the rows of a point in time stay inside the window', () => {
    const figure = {
      value: 1,
      p90: null,
      of: 3,
      enough: true,
      query: 'metric=frequency&team=x&from=2026-03-01T12%3A00%3A00.000Z&to=2026-03-09T12%3A00%3A00.000Z',
    };
    const data = {
      from: '2026-03-01T12:00:00.000Z',
      to: '2026-03-09T12:00:00.000Z',
      binMs: 86_400_000,
      total: { frequency: figure },
      groups: [],
      previous: null,
    } as unknown as DeliveryWire;
    const asked = {
      metric: 'frequency' as const,
      group: null,
      at: '2026-03-01T00:00:00.000Z',
      before: false,
    };
    const found = figureOf(data, asked);
    expect(deliveryRowsQuery.parse(raw(found?.query ?? ''))).toMatchObject({
      team: ['x'],
      from: '2026-03-01T12:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
    });
    expect(figureOf(data, { ...asked, at: null, group: 'gone' })).toBeNull();
    expect(figureOf(data, { ...asked, at: 'soon' })).toBeNull();
  });
});

describe('figures in words', () => {
  test('what happens less than daily is counted by the week or month', () => {
    expect(valueInWords('frequency', 4.66)).toEqual({ value: '4.7', unit: 'a day' });
    expect(valueInWords('frequency', 0.5)).toEqual({ value: '3.5', unit: 'a week' });
    expect(valueInWords('frequency', 0.1)).toEqual({ value: '3', unit: 'a month' });
    expect(valueInWords('frequency', 0).value).toBe('0');
    expect(valueInWords('leadTime', null).value).toBe('–');
    expect(valueInWords('changeFailureRate', 1 / 236).value).toBe('0.4 %');
  });

  test('more deployments are better, more failures, longer times and more rework are not', () => {
    expect(changeOf('frequency', 6, 4)).toEqual({ text: '50 %', direction: 'up', better: true });
    expect(changeOf('leadTime', 6, 4)).toMatchObject({ better: false });
    expect(changeOf('recoveryTime', 2, 4)).toMatchObject({ text: '50 %', direction: 'down', better: true });
    expect(changeOf('changeFailureRate', 0.1, 0.05)).toMatchObject({ text: '5.0 points', better: false });
    expect(changeOf('reworkRate', 0.05, 0.05)).toMatchObject({ direction: 'same', better: null });
    expect(changeOf('frequency', 6, 0)).toBeNull();
    expect(changeOf('leadTime', null, 4)).toBeNull();
  });
});

describe('the rule in words', () => {
  const rule = deliveryRule.parse({});
  const text = (changes: object, environments: string[] = []) =>
    ruleInWords({ ...rule, ...changes }, environments)
      .map((said) => said.text)
      .join(' ');

  test('says whose incident it is, whatever the settings', () => {
    expect(text({})).toContain('within 60 minutes before');
    expect(text({ windowMinutes: 240 })).toContain('within 4 hours before');
    expect(text({ windowMinutes: 0 })).toContain('Where nobody did, nobody’s');
    expect(text({ confirmedFirst: false })).toContain('whatever people confirmed');
    expect(text({ upstream: true })).toContain('or of what that depends on');
    expect(text({ tiers: ['staging', 'production'] })).toContain('staging and production');
    expect(text({}, ['UAT'])).toContain('Deployments to UAT, as chosen above');
  });

  test('names only what makes a failed change', () => {
    expect(text({ failedDeployments: false, rollbacks: false })).toContain(
      'A deployment is one when an incident is put down to it.',
    );
    expect(text({})).toContain('put down to it, it failed itself or it was rolled back.');
  });

  test('lengths of time read as people say them', () => {
    expect([1, 60, 90, 120, 1440, 10_080].map(minutesInWords)).toEqual([
      '1 minute',
      '60 minutes',
      '90 minutes',
      '2 hours',
      '1 day',
      '7 days',
    ]);
  });
});

describe('the form of the rule', () => {
  const rule = deliveryRule.parse({});

  test('what was read is what was saved', () => {
    expect(readRuleValues(ruleValuesOf(rule)).rule).toEqual(rule);
  });

  test.each([
    ['windowMinutes', ''],
    ['windowMinutes', '-5'],
    ['windowMinutes', '99999'],
    ['reworkHours', '0'],
    ['minimum', '1.5'],
  ] as const)('%s %j is refused, and says what is allowed', (field, value) => {
    expect(readRuleValues({ ...ruleValuesOf(rule), [field]: value }).errors?.[field]).toMatch(
      /^Needs a whole number/,
    );
  });

  test('no environment at all is refused', () => {
    expect(readRuleValues({ ...ruleValuesOf(rule), tiers: [] }).errors?.tiers).toBe(
      'Needs at least one tier.',
    );
  });

  test('after a conflict, what was not touched follows whoever was faster', () => {
    const before = ruleValuesOf(rule);
    const mine = { ...before, windowMinutes: '30' };
    const theirs = { ...before, windowMinutes: '90', rollbacks: false };
    expect(rebased(mine, before, theirs)).toEqual({ ...before, windowMinutes: '30', rollbacks: false });
  });
});
