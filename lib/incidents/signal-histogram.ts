import type { z } from 'zod';
import { pool } from '@/lib/db/pool';
import { cutBins } from '@/lib/events/bin-width';
import { noSuchIncident } from './find-incidents';
import type { IncidentHistogramWire, incidentHistogramOperation } from './operations';
import type { SignalLevel } from './vocabulary';

/** Bins, when nobody says how many. */
export const defaultBins = 80;

const minute = 60_000;
const day = 86_400_000;

/** What decides how much of time is shown of an incident. Milliseconds since the epoch. */
export interface IncidentLife {
  startedAt: number;
  detectedAt: number;
  acknowledgedAt: number | null;
  lastSignalAt: number | null;
  /** Null while it is active. */
  endedAt: number | null;
}

/**
 * From when to when an incident is drawn: its life, and before it as much as lets one see what changed. An active one that has been silent for long
 * is not drawn until now, or its signals would be one line at the edge. Pure.
 */
export function lifeWindow(life: IncidentLife, now: number): { from: number; to: number } {
  const { startedAt, detectedAt, acknowledgedAt, lastSignalAt, endedAt } = life;
  const last = Math.max(startedAt, detectedAt, acknowledgedAt ?? 0, lastSignalAt ?? 0, endedAt ?? 0);
  const room = Math.min(day, Math.max(15 * minute, (last - startedAt) / 4));
  const end = last + (endedAt === null ? room : room / 8);
  return { from: startedAt - room, to: Math.max(startedAt + minute, Math.min(end, Math.max(now, last))) };
}

/** Counts the signals of an incident over its life, by level, in bins of a round width. Throws `not_found`. */
export async function signalHistogram(
  number: number,
  { bins: most }: z.output<NonNullable<typeof incidentHistogramOperation.query>>,
  now = Date.now(),
): Promise<IncidentHistogramWire> {
  const found = await pool().query<Record<keyof IncidentLife, Date | null>>(
    `SELECT started_at AS "startedAt", detected_at AS "detectedAt", acknowledged_at AS "acknowledgedAt",
            last_signal_at AS "lastSignalAt", ended_at AS "endedAt" FROM incident WHERE number = $1`,
    [number],
  );
  const life = found.rows[0];
  if (!life) throw noSuchIncident(number);
  const millis = (value: Date | null) => value?.getTime() ?? null;
  const { from, to } = lifeWindow(
    {
      startedAt: millis(life.startedAt) ?? now,
      detectedAt: millis(life.detectedAt) ?? now,
      acknowledgedAt: millis(life.acknowledgedAt),
      lastSignalAt: millis(life.lastSignalAt),
      endedAt: millis(life.endedAt),
    },
    now,
  );
  const { width: binMs, origin } = cutBins(from, to, most);
  const { rows } = await pool().query<{ bin: Date; level: SignalLevel; n: number }>(
    `SELECT date_bin(make_interval(secs => $2), at, $3::timestamptz) AS bin,
            CASE WHEN level IN ('warn', 'critical', 'fatal') THEN level::text ELSE 'error' END AS level, count(*)::int AS n
     FROM signal WHERE incident_number = $1 AND at >= $4 AND at <= $5 GROUP BY 1, 2 ORDER BY 1, 2`,
    [number, binMs / 1000, new Date(origin), new Date(from), new Date(to)],
  );
  const bins: IncidentHistogramWire['bins'] = [];
  for (const { bin, level, n } of rows) {
    const at = bin.toISOString();
    const open = bins.at(-1);
    if (open?.at === at) open.counts[level] = n;
    else bins.push({ at, counts: { [level]: n } });
  }
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), binMs, bins };
}
