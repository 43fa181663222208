import { expect, test } from 'vitest';
import { chainListQuery, durationStatsQuery, linkListQuery } from '@/lib/durations/filters';
import type { DurationStatsWire } from '@/lib/durations/schemas';
import { rawQuery } from '@/lib/http/query';
import { allLinks, linksQueryOf, readDurationsUrl } from './durations-url';

const raw = (text: string) => ({ ...rawQuery(new URLSearchParams(text)) });
const data = {
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-31T00:00:00.000Z',
  groups: [{ value: 'checkout', query: 'service=checkout&from=2026-03-01&to=2026-03-31' }],
} as unknown as DurationStatsWire;

test('whatever the address says, the API accepts the questions that follow', () => {
  for (const text of [
    '',
    'by=planet&service=&service=a%2Cb&team=x&environment=%25&from=now-7d&linkKind=luck&links=*',
    'from=2025-11-01&to=2026-11-08&linkKind=promotion&by=team&links=*',
  ]) {
    const state = readDurationsUrl(new URLSearchParams(text));
    expect(durationStatsQuery.safeParse(raw(state.statsQuery)).success, text).toBe(true);
    expect(chainListQuery.safeParse(raw(state.chainsQuery)).success, text).toBe(true);
    const links = linksQueryOf(data, { ...state, links: allLinks });
    expect(linkListQuery.safeParse(raw(links ?? '')).success, text).toBe(true);
  }
});

test('the panel shows the links that the figure names, and nothing for a group that is not there', () => {
  const of = (text: string) => linksQueryOf(data, readDurationsUrl(new URLSearchParams(text)));
  expect(of('by=service&links=checkout')).toBe(data.groups[0]?.query);
  expect(of('by=service&links=gone')).toBeNull();
  expect(of('by=service')).toBeNull();
  expect(of('linkKind=promotion&links=*')).toContain('linkKind=promotion');
});
