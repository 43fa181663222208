import { describe, expect, test } from 'vitest';
import { insightsHref, readHistoryUrl } from './history-url';

const now = Date.parse('2026-03-14T09:26:00Z');
const read = (text: string) => readHistoryUrl('production', new URLSearchParams(text), now);

describe('the address of a history', () => {
  test('says nothing: the last 30 days of the environment', () => {
    expect(read('').listQuery).toBe('environment=production&from=now-30d&to=now&limit=50&total=true');
  });

  test('a window that ends before it begins is the usual one', () => {
    expect(read('from=now&to=now-7d')).toMatchObject({ from: 'now-30d', to: 'now' });
  });

  test('values that nobody knows are left out, names are taken as they are', () => {
    const { chosen } = read('phase=failed,broken&change=rollback&service=a,b&by=ana');
    expect(chosen).toEqual({
      phase: ['failed'],
      change: ['rollback'],
      service: ['a,b'],
      by: ['ana'],
      team: [],
    });
  });

  test('counts are asked for in the words of events', () => {
    expect(read('by=ana&change=rollback').facetsQuery).toBe(
      'kind=deployment&environment=production&from=now-30d&to=now&owner=ana',
    );
  });

  test('figures follow service and team, and lead to their rows', () => {
    expect(insightsHref(read('service=checkout&phase=failed'), 'leadTime')).toBe(
      '/insights/delivery?environment=production&from=now-30d&to=now&service=checkout&metric=leadTime',
    );
  });

  test('no more than two are compared', () => {
    expect(read('compare=a&compare=b&compare=a&compare=c').compare).toEqual(['a', 'b']);
  });
});
