import { describe, expect, it } from 'vitest';
import { type IncidentLife, lifeWindow } from './signal-histogram';

const minute = 60_000;
const day = 86_400_000;
const now = Date.UTC(2026, 5, 17, 12);
const life = (more: Partial<IncidentLife> = {}): IncidentLife => ({
  startedAt: now - 40 * minute,
  detectedAt: now - 38 * minute,
  acknowledgedAt: null,
  lastSignalAt: now - minute,
  endedAt: null,
  ...more,
});

describe('how much of time is drawn of an incident', () => {
  it('is a quarter of an hour before it at least, and never the future', () => {
    expect(lifeWindow(life(), now)).toEqual({ from: now - 55 * minute, to: now });
  });

  it('leaves out the days in which an active one was silent', () => {
    const { from, to } = lifeWindow(
      life({ startedAt: now - 20 * day, detectedAt: now - 20 * day, lastSignalAt: now - 20 * day + minute }),
      now,
    );
    expect(to - from).toBeLessThan(60 * minute);
  });

  it('goes to the end of one that has ended, however long ago', () => {
    const endedAt = now - 10 * day;
    const { to } = lifeWindow(
      life({ startedAt: endedAt - day, detectedAt: endedAt - day, endedAt, lastSignalAt: null }),
      now,
    );
    expect(to).toBeGreaterThanOrEqual(endedAt);
    expect(to).toBeLessThan(endedAt + day);
  });

  it('has a width even when everything happened at once, or lies ahead', () => {
    for (const at of [now, now + day]) {
      const { from, to } = lifeWindow(
        { startedAt: at, detectedAt: at, acknowledgedAt: null, lastSignalAt: null, endedAt: at },
        now,
      );
      expect(to).toBeGreaterThan(from);
    }
  });
});
