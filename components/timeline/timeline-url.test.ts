import { describe, expect, test } from 'vitest';
import { drawnEnd, formatWindow, parseWindow, readTimelineUrl } from './timeline-url';

const read = (search: string) => readTimelineUrl(new URLSearchParams(search));

describe('the address of the timeline', () => {
  test('an empty one is the last day by service, newest first, with a little of what comes', () => {
    expect(read('')).toMatchObject({
      range: { from: 'now-24h', to: 'now' },
      window: null,
      groupBy: 'service',
      sort: '-at',
      event: null,
      filters: '',
      rangeQuery: 'from=now-24h&to=now%2B2h',
      listQuery: 'from=now-24h&to=now%2B2h',
    });
  });

  test('the same filters in another order ask the same', () => {
    expect(read('service=b&service=a&kind=build,deployment').filters).toBe(
      read('kind=deployment&service=a&kind=build&service=b').filters,
    );
  });

  test('a name may hold a comma', () => {
    expect(new URLSearchParams(read('service=a,b').filters).getAll('service')).toEqual(['a,b']);
  });

  test('what the API would refuse is left out and named', () => {
    expect(read('kind=lunch&environment=UAT')).toMatchObject({
      filters: 'environment=UAT',
      refused: ['kind'],
    });
  });

  test('a window narrows the list and not the histogram', () => {
    const state = read('window=2026-03-14T09:00:00Z/2026-03-14T10:00:00Z&sort=at');
    expect(state.rangeQuery).toBe('from=now-24h&to=now%2B2h');
    expect(new URLSearchParams(state.listQuery).get('from')).toBe('2026-03-14T09:00:00.000Z');
    expect(new URLSearchParams(state.listQuery).get('sort')).toBe('at');
  });

  test('a window reads back as it was written; nonsense is none', () => {
    const view = { from: Date.UTC(2026, 2, 14, 9), to: Date.UTC(2026, 2, 14, 10) };
    expect(parseWindow(formatWindow(view))).toEqual(view);
    for (const text of [
      null,
      '',
      'x/y',
      '2026-03-14T10:00:00Z/2026-03-14T09:00:00Z',
      '2026-02-30/2026-03-01',
    ]) {
      expect(parseWindow(text)).toBeNull();
    }
  });

  test('only a range that ends now shows what comes', () => {
    expect(drawnEnd({ from: 'now-15m', to: 'now' })).toBe('now+1m');
    expect(drawnEnd({ from: 'now-90d', to: 'now' })).toBe('now+7d');
    expect(drawnEnd({ from: '2026-03-01', to: '2026-03-14' })).toBe('2026-03-14');
  });
});
