import { describe, expect, test } from 'vitest';
import { rawQuery } from '@/lib/http/query';
import { incidentFilters } from '@/lib/incidents/filters';
import { incidentFiguresOperation, suspectFiguresOperation } from '@/lib/incidents/insight-operations';
import { readInsightsUrl, rowsHref, weekRows, windowInWords } from './insights-url';

const now = Date.UTC(2026, 10, 19);
const read = (text: string) => readInsightsUrl(new URLSearchParams(text), now);

describe('the address of the insights', () => {
  test('says nothing: the last thirty days by service', () => {
    const state = read('');
    expect(state).toMatchObject({ from: 'now-30d', to: 'now', by: 'service' });
    expect(windowInWords(state)).toBe('the last 30 days');
  });

  test('a window that makes no sense is the usual one', () => {
    for (const text of ['from=soon', 'from=now&to=now-7d', 'from=%00', `from=${'1'.repeat(99)}`])
      expect(read(text)).toMatchObject({ from: 'now-30d', to: 'now' });
  });

  test('whatever it says, the API accepts the questions and the lists that follow', () => {
    for (const text of [
      '',
      'by=planet&service=&service=a%2Cb&environment=%25&from=now-7d',
      'from=2026-11-01&to=2026-11-08',
    ]) {
      const state = read(text);
      expect(
        incidentFiguresOperation.query?.safeParse({ ...rawQuery(new URLSearchParams(state.figures)) })
          .success,
      ).toBe(true);
      expect(
        suspectFiguresOperation.query?.safeParse({ ...rawQuery(new URLSearchParams(state.causes)) }).success,
      ).toBe(true);
      const list = new URLSearchParams(rowsHref(state, { severity: 'P1' }).split('?')[1]);
      list.delete('view');
      expect(incidentFilters.safeParse({ ...rawQuery(list) }).success).toBe(true);
    }
  });

  test('rows behind a group take the place of the filter that the page has', () => {
    expect(rowsHref(read('service=a&service=b'), { service: 'a', status: 'open' })).toBe(
      '/incidents?view=list&startedFrom=now-30d&to=now&service=a&status=open',
    );
  });

  test('a week goes from Monday to Sunday', () => {
    expect(weekRows('2026-11-16')).toEqual({ startedFrom: '2026-11-16', to: '2026-11-22' });
  });
});
