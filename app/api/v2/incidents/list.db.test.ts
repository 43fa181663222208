import { describe, expect, test } from 'vitest';
import { PATCH as patchEvent } from '@/app/api/v2/events/[id]/route';
import { incidentFiguresWire } from '@/lib/incidents/insight-operations';
import { incidentFacetsWire, incidentPageWire } from '@/lib/incidents/operations';
import { type Called, call } from '@/lib/testing/call';
import { GET as figures } from '../insights/incidents/route';
import { detected, incidents, minutesAgo, newService, report } from './testing';

const pageOf = ({ json, text }: Called) => {
  expect(text).toContain('items');
  return incidentPageWire.parse(json);
};

describe('listing', () => {
  test('page after page gives every incident that passes, once and in order, in every order', async () => {
    const service = newService();
    const severities = ['P1', 'P2', 'P2', 'P3', 'P5', 'P1', 'P4'];
    for (const [index, severity] of severities.entries())
      await report({ service, severity, startedAt: minutesAgo(index % 3).toISOString() });
    const unranked = await report({ service });
    await call(patchEvent, { params: { id: unranked.eventId }, body: { priority: null } });
    const all = pageOf(await incidents.list(`service=${service}&total=true`));
    expect(all.total).toEqual({ count: 8, exact: true });
    for (const sort of ['-startedAt', 'startedAt', '-updatedAt', 'severity']) {
      const whole = pageOf(await incidents.list(`service=${service}&sort=${sort}`)).items;
      const rank = (severity: string | null) => severity ?? 'P9';
      const sorted = whole.toSorted((a, b) => {
        const byTime = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
        if (sort === 'startedAt') return byTime(a.startedAt, b.startedAt) || a.number - b.number;
        if (sort === '-updatedAt') return byTime(b.updatedAt, a.updatedAt) || b.number - a.number;
        const late = byTime(b.startedAt, a.startedAt) || b.number - a.number;
        return sort === 'severity' ? byTime(rank(a.severity), rank(b.severity)) || late : late;
      });
      expect(whole.map(({ number }) => number)).toEqual(sorted.map(({ number }) => number));
      const seen: number[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = pageOf(
          await incidents.list(`service=${service}&sort=${sort}&limit=3${cursor ? `&cursor=${cursor}` : ''}`),
        );
        seen.push(...page.items.map(({ number }) => number));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(whole.map(({ number }) => number));
    }
  });

  test('filters narrow, and facets count what other filters leave', async () => {
    const service = newService();
    const a = await report({
      service,
      environment: 'production',
      severity: 'P1',
      assignee: 'ann',
      title: 'Disk 100% full',
    });
    const b = await report({ service, environment: 'UAT', severity: 'P3', status: 'resolved' });
    const numbers = async (query: string) =>
      pageOf(await incidents.list(`service=${service.toUpperCase()}&${query}`)).items.map(
        ({ number }) => number,
      );
    expect(await numbers('status=open,investigating')).toEqual([a.number]);
    expect(await numbers('severity=P3')).toEqual([b.number]);
    expect(await numbers('environment=uat')).toEqual([b.number]);
    expect(await numbers('assignee=ann&origin=reported')).toEqual([a.number]);
    expect(await numbers('q=100%25%20disk')).toEqual([a.number]);
    expect(await numbers('q=100_')).toEqual([]);
    expect(await numbers(`q=%23${b.number}`)).toEqual([b.number]);
    expect(await numbers('q=%2399999999999')).toEqual([]);
    expect(await numbers('from=now%2B1m')).toEqual([a.number]);
    expect(await numbers('to=now-1h')).toEqual([]);
    expect(await numbers('rule=1')).toEqual([]);
    const facets = incidentFacetsWire.parse((await incidents.facets(`service=${service}&status=open`)).json);
    expect(facets.service).toContainEqual({ value: service, count: 1 });
    expect(facets).toMatchObject({
      status: [
        { value: 'open', count: 1 },
        { value: 'resolved', count: 1 },
      ],
      severity: [{ value: 'P1', count: 1 }],
      environment: [{ value: 'production', count: 1 }],
      assignee: [{ value: 'ann', count: 1 }],
    });
  });

  test('the course of signals is told of each', async () => {
    const { service } = await detected(6);
    const [item] = pageOf(await incidents.list(`service=${service}&activity=true`)).items;
    expect(item?.activity).toHaveLength(24);
    expect(item?.activity?.reduce((a, b) => a + b)).toBe(6);
    expect(item?.activity?.[0]).toBe(1);
    expect(pageOf(await incidents.list(`service=${service}`)).items[0]).not.toHaveProperty('activity');
  });

  test.each([
    'limit=0',
    'limit=1000000000',
    'status=done',
    'severity=P9',
    'category=x',
    'sort=number',
    'cursor=x',
    'from=yesterdayish',
    'rule=2147483648000',
    'nonsense=1',
    `q=${'x'.repeat(201)}`,
  ])('%s is refused', async (query) => {
    expect((await incidents.list(query)).status).toBe(422);
  });

  test('hostile texts are texts', async () => {
    for (const text of ["'; DROP TABLE incident; --", '\\', '%_%', '🔥'.repeat(20), '__proto__', '#'])
      expect(
        (await incidents.list(`q=${encodeURIComponent(text)}&service=${encodeURIComponent(text)}`)).status,
      ).toBe(200);
  });
});

describe('figures', () => {
  const ask = async (query: string) => call(figures, { url: `/api/v2/insights/incidents?${query}` });

  test('times to acknowledge and to resolve stand on the incidents of the time, merged ones aside', async () => {
    const service = newService();
    const times = { startedAt: minutesAgo(120).toISOString() };
    const a = await report({ service, severity: 'P1', ...times });
    const b = await report({ service, severity: 'P2', ...times });
    const c = await report({ service, severity: 'P2' });
    await incidents.merge(c.number, b.number);
    await incidents.move(a.number, { status: 'investigating' });
    await incidents.move(a.number, { status: 'resolved', at: minutesAgo(60).toISOString() });
    const answer = incidentFiguresWire.parse((await ask(`service=${service}&by=severity`)).json);
    expect(answer.total).toMatchObject({
      incidents: 2,
      active: 1,
      acknowledge: { count: 1 },
      resolve: { count: 1 },
    });
    expect(Math.round((answer.total.resolve.meanMs as number) / 60_000)).toBe(60);
    expect(answer.groups.map(({ value, incidents: n }) => [value, n])).toEqual([
      ['P1', 1],
      ['P2', 1],
    ]);
    expect(answer.weeks.reduce((n, week) => n + week.incidents, 0)).toBe(2);
    expect(answer.weeks.reduce((n, week) => n + week.bySeverity.P1, 0)).toBe(1);
  });

  test('of a very long time the last weeks are told, each of them', async () => {
    const service = newService();
    await report({ service, startedAt: '1970-02-01T00:00:00Z', status: 'closed' });
    await report({ service });
    const { weeks, total } = incidentFiguresWire.parse(
      (await ask(`service=${service}&from=1970-01-01`)).json,
    );
    expect(total.incidents).toBe(2);
    expect(weeks).toHaveLength(530);
    expect(weeks.at(-1)?.incidents).toBe(1);
    for (const { week } of weeks) expect(new Date(week).getUTCDay()).toBe(1);
  });

  test('where there is nothing, nothing is made up', async () => {
    const answer = incidentFiguresWire.parse((await ask('service=nobody-knows-this')).json);
    expect(answer.total).toEqual({
      incidents: 0,
      active: 0,
      reopened: 0,
      acknowledge: { count: 0, meanMs: null, medianMs: null, p90Ms: null },
      resolve: { count: 0, meanMs: null, medianMs: null, p90Ms: null },
    });
    expect(answer).toMatchObject({ groups: [], weeks: [] });
  });

  test.each(['by=owner', 'from=x', 'from=now&to=now-1d', 'limit=1'])('%s is refused', async (query) => {
    expect((await ask(query)).status).toBe(422);
  });
});
