import { describe, expect, it } from 'vitest';
import type { IncidentEntryWire, SuspectWire } from '@/lib/incidents/schemas';
import { incidentStatuses } from '@/lib/incidents/vocabulary';
import { marksOf, rowsOf, suspectsInChart } from './chart-marks';
import { eventsQuery, levelsIn } from './detail-url';
import { likelyMoves, moveTo } from './moves';
import { signalsCsv } from './signals-csv';

const entry = (more: Partial<IncidentEntryWire>): IncidentEntryWire => ({
  id: '1',
  at: '2026-03-14T09:30:00.000Z',
  actor: 'jane',
  type: 'status',
  field: 'status',
  oldValue: 'open',
  newValue: 'resolved',
  text: '',
  ...more,
});

describe('the moves that are offered', () => {
  it('are never the status it has, and the likely ones are among all', () => {
    for (const from of incidentStatuses) {
      for (const { to } of likelyMoves(from)) expect(to).not.toBe(from);
      for (const to of incidentStatuses) expect(moveTo(from, to).to).toBe(to);
    }
  });

  it('ask what was done before it is resolved, wherever it comes from', () => {
    for (const from of incidentStatuses) expect(moveTo(from, 'resolved').asks).toBe(true);
  });
});

describe('the chart', () => {
  it('marks start, detection, acknowledgement and moves in the order they happened', () => {
    const marks = marksOf(
      {
        startedAt: '2026-03-14T09:00:00.000Z',
        detectedAt: '2026-03-14T09:02:00.000Z',
        acknowledgedAt: '2026-03-14T09:05:00.000Z',
        acknowledgedBy: 'bob',
      },
      [entry({}), entry({ id: '2', type: 'note' }), entry({ id: '3', newValue: 'nowhere' })],
    );
    expect(marks.map(({ label }) => label)).toEqual(['Started', 'Detected', 'Acknowledged', 'Resolved']);
  });

  it('shows the confirmed cause before better ranked suspects, and no cleared one', () => {
    const suspect = (rank: number, verdict: SuspectWire['verdict']) => ({ rank, verdict }) as SuspectWire;
    expect(
      suspectsInChart([suspect(1, 'cleared'), suspect(2, null), suspect(3, 'confirmed')]).map(
        ({ rank }) => rank,
      ),
    ).toEqual([3, 2]);
  });

  it('puts what stands close together into rows of its own', () => {
    expect(rowsOf([0.5, 0.51, 0.9], 0.05, 3)).toEqual([0, 1, 0]);
    expect(rowsOf([0.5, 0.5, 0.5], 0.05, 2)).toEqual([0, 1, 1]);
    expect(rowsOf([], 0.05, 2)).toEqual([]);
  });

  it('is a table and a CSV with the same numbers', () => {
    expect(
      signalsCsv({
        from: '2026-03-14T09:00:00.000Z',
        to: '2026-03-14T10:00:00.000Z',
        binMs: 60_000,
        bins: [{ at: '2026-03-14T09:10:00.000Z', counts: { error: 4, fatal: 1 } }],
      }),
    ).toBe(
      'from,to,warn,error,critical,fatal,total\r\n2026-03-14T09:10:00.000Z,2026-03-14T09:11:00.000Z,0,4,0,1,5\r\n',
    );
  });
});

it('reads levels from any address and leaves out what is none', () => {
  expect(levelsIn(new URLSearchParams('level=fatal,error&level=x&level='))).toEqual(['error', 'fatal']);
  expect(eventsQuery([])).toBe('');
  expect(eventsQuery(['error', 'fatal'])).toBe('level=error&level=fatal');
});
