import { describe, expect, test } from 'vitest';
import { rawQuery } from '@/lib/http/query';
import { incidentListQuery } from '@/lib/incidents/filters';
import { incidentStatuses } from '@/lib/incidents/vocabulary';
import { incidentFiltersOf, readBoardUrl } from './board-url';

const read = (text: string) => readBoardUrl(new URLSearchParams(text));
const asked = (text: string) => Object.fromEntries(new URLSearchParams(text));

describe('the address of the board', () => {
  test('an address that says nothing shows the board, closed incidents of the last days only', () => {
    const state = read('');
    expect(state).toMatchObject({ view: 'board', column: 'open', closedCut: true, filters: '', refused: [] });
    expect(asked(state.columns.open)).toMatchObject({ status: 'open', sort: 'severity', activity: 'true' });
    expect(asked(state.columns.open)).not.toHaveProperty('from');
    expect(asked(state.columns.closed)).toMatchObject({
      status: 'closed',
      sort: '-updatedAt',
      from: 'now-7d',
    });
  });

  test('all closed incidents are shown when asked for, and a range of one’s own goes before the usual one', () => {
    expect(asked(read('closed=all').columns.closed)).not.toHaveProperty('from');
    expect(asked(read('from=now-30d').columns.closed)).toMatchObject({ from: 'now-30d' });
    expect(read('from=now-30d').closedCut).toBe(false);
  });

  test('equal filters ask equal questions, in whatever order they are written', () => {
    expect(read('severity=P2&severity=P1&service=b&service=a').columns).toEqual(
      read('service=a&service=b&severity=P1,P2').columns,
    );
  });

  test('what the API would refuse is left out and named', () => {
    const state = read('severity=huge&service=checkout&from=yesterdayish&q=a&q=b');
    expect(state.refused.sort()).toEqual(['from', 'q', 'severity']);
    expect(state.filters).toBe('service=checkout');
  });

  test('a status narrows the list, not the board, whose columns say it', () => {
    expect(asked(read('status=open').columns.closed)).toMatchObject({ status: 'closed' });
    expect(read('status=open').filters).toBe('');
    expect(asked(read('view=list&status=open').listQuery)).toMatchObject({ status: 'open' });
  });

  test('whatever the address says, the API accepts the questions that follow', () => {
    const hostile =
      'view=x&column=%00&sort=drop&status=open,closed&severity=P9&rule=1,2,x&q=%25_%27%3B--&service=%2C&to=now&merged=yes';
    for (const text of ['', hostile, 'view=list&sort=severity&merged=true&origin=detected']) {
      const state = read(text);
      for (const query of [...incidentStatuses.map((status) => state.columns[status]), state.listQuery]) {
        expect(() => incidentListQuery.parse({ ...rawQuery(new URLSearchParams(query)) })).not.toThrow();
      }
      expect(() => incidentFiltersOf(state.filters)).not.toThrow();
    }
  });
});
