import { incidentStatusLabel, incidentStatusPhase } from '@/components/incidents/board/words';
import type { Phase } from '@/lib/events/vocabulary';
import type { IncidentDetailWire, IncidentEntryWire, SuspectWire } from '@/lib/incidents/schemas';
import { type IncidentStatus, incidentStatuses } from '@/lib/incidents/vocabulary';

/** What stands in the chart of an incident besides its signals: what happened to it, and what changed before. Pure. */

export interface Mark {
  key: string;
  /** Milliseconds since the epoch. */
  at: number;
  label: string;
  phase: Phase;
  by?: string;
}

/** What happened to an incident, in time. Moves that the timeline tells come from it; the start and the detection from the incident itself. */
export function marksOf(
  incident: Pick<IncidentDetailWire, 'startedAt' | 'detectedAt' | 'acknowledgedAt' | 'acknowledgedBy'>,
  entries: readonly IncidentEntryWire[],
): Mark[] {
  const marks: Mark[] = [
    { key: 'started', at: Date.parse(incident.startedAt), label: 'Started', phase: 'failed' },
    { key: 'detected', at: Date.parse(incident.detectedAt), label: 'Detected', phase: 'attention' },
  ];
  if (incident.acknowledgedAt !== null) {
    const mark = { key: 'acknowledged', at: Date.parse(incident.acknowledgedAt), label: 'Acknowledged' };
    marks.push({ ...mark, phase: 'planned', by: incident.acknowledgedBy });
  }
  for (const entry of entries) {
    if (entry.type !== 'status' && entry.type !== 'reopened') continue;
    const to = incidentStatuses.find((status): status is IncidentStatus => status === entry.newValue);
    if (!to && entry.type === 'status') continue;
    marks.push({
      key: entry.id,
      at: Date.parse(entry.at),
      label: entry.type === 'reopened' ? 'Reopened' : incidentStatusLabel[to ?? 'open'],
      phase: incidentStatusPhase[to ?? 'open'],
      by: entry.actor,
    });
  }
  return marks.filter(({ at }) => Number.isFinite(at)).sort((a, b) => a.at - b.at);
}

/** The suspects worth a place in the chart: the confirmed ones, then the best ranked that nobody has cleared. */
export function suspectsInChart(suspects: readonly SuspectWire[], most = 3): SuspectWire[] {
  return suspects
    .filter(({ verdict }) => verdict !== 'cleared')
    .toSorted(
      (a, b) => Number(b.verdict === 'confirmed') - Number(a.verdict === 'confirmed') || a.rank - b.rank,
    )
    .slice(0, most);
}

/**
 * Gives each of some places on a line (0 to 1) a row, so that none covers another in its own row. What finds no room in any goes to the
 * last.
 */
export function rowsOf(places: readonly number[], wide: number, rows: number): number[] {
  const ends = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  const found = places.map(() => 0);
  for (const { place, index } of order) {
    const free = ends.findIndex((end) => place - end >= wide);
    const row = free < 0 ? rows - 1 : free;
    ends[row] = place;
    found[index] = row;
  }
  return found;
}
