import type { z } from 'zod';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { lockSpans } from '@/lib/locks/lock-spans';
import { type BoundedWindow, boundedWindow, overlapping } from './bounded-window';
import type { EventFilters } from './filters';
import { type Bar, type Cell, type LaidOutLane, type Lane, layOutLanes } from './lay-out-lanes';
import { type EventRow, eventJoins } from './row';
import type { LaneEventWire, LanesWire, lanesOperation } from './timeline-operations';
import type { Phase } from './vocabulary';
import { filterConditions } from './where';

export type LanesQuery = z.output<NonNullable<typeof lanesOperation.query>>;

/** Most bars drawn in one lane; the others fall into clusters. */
const barsPerLane = 32;
/** Bars of a lane that are known one by one, so that one that stands alone need not become a cluster. */
const knownBars = 120;
/** Keeps the answer below about 150 kB: an event is some 350 bytes (weight 2), a cluster of every phase 200. */
const weightLimit = (lanes: number) => Math.max(600, 20 * lanes);
const incidentLimit = 100;
const titleLength = 100;

/**
 * Lays the events that overlap the window out in lanes. The slots are multiples of their width since the epoch, so a window
 * that moves on with the clock keeps its clusters. Times are the events' own, also where they reach beyond the window.
 */
export async function eventLanes(query: LanesQuery, now = Date.now()): Promise<LanesWire> {
  const window = boundedWindow(query, now);
  const slotMs = Math.max(1, Math.ceil((window.to - window.from) / query.slots));
  const [{ lanes, hidden }, incidents, locks] = await Promise.all([
    readLanes(query, window, slotMs, now),
    readIncidents(query, window, now),
    lockSpans(query, window),
  ]);
  const laidOut = layOutLanes(lanes, { bars: barsPerLane, weight: weightLimit(query.lanes) });
  const events = await readEvents(laidOut);
  return {
    from: iso(window.from),
    to: iso(window.to),
    groupBy: query.groupBy,
    lanes: laidOut.map((lane) => toLane(lane, events, slotMs, window)),
    hiddenLanes: hidden,
    incidents,
    locks,
  };
}

const iso = (instant: number) => new Date(instant).toISOString();

const groups = {
  service: { column: 'e.service_id', names: 'service' },
  environment: { column: 'coalesce(e.environment_id, 0)', names: 'environment' },
  kind: { column: 'e.kind::text', names: null },
} as const;

/** What the busiest lanes hold, counted by slot and phase, and their most important bars; all from one snapshot. */
async function readLanes(
  query: LanesQuery,
  window: BoundedWindow,
  slotMs: number,
  now: number,
): Promise<{ lanes: Lane[]; hidden: number }> {
  const params = new Params();
  const { column, names } = groups[query.groupBy];
  const conditions = [...(await filterConditions(query, params)).values()];
  const from = `${params.add(new Date(window.from))}::timestamptz`;
  const present = `${params.add(new Date(now))}::timestamptz`;
  const width = `make_interval(secs => ${params.add(slotMs / 1000)})`;
  const slot = `date_bin(${width}, greatest(e.at, ${from}), 'epoch'::timestamptz)`;
  const length = `coalesce(e.until, greatest(e.at, ${present})) - e.at`;
  const rows = overlapping(
    `e.id, ${column} AS lane, e.phase, ${slot} AS slot, ${length} AS length, ${length} >= 2 * ${width} AS bar`,
    conditions,
    window,
    now,
    params,
  );
  const { rows: found } = await pool().query<FoundRow>(
    `WITH rows AS NOT MATERIALIZED (SELECT * FROM ${rows} r),
       cells AS MATERIALIZED (
         SELECT lane, slot, phase, count(*) AS n, min(id::text COLLATE "C") FILTER (WHERE NOT bar) AS sample
         FROM rows GROUP BY lane, slot, phase),
       totals AS (
         SELECT t.lane, t.n, ${names ? 'named.name' : 't.lane'} AS key, count(*) OVER () AS lanes
         FROM (SELECT lane, sum(n) AS n FROM cells GROUP BY lane) t
         ${names ? `LEFT JOIN ${names} named ON named.id = t.lane` : ''}),
       shown AS MATERIALIZED (
         SELECT *, row_number() OVER (ORDER BY n DESC, key COLLATE "C") AS place FROM totals
         ORDER BY n DESC, key COLLATE "C" LIMIT ${params.add(query.lanes)}),
       bars AS (
         SELECT lane, slot, phase, id, row_number() OVER (
           PARTITION BY lane ORDER BY phase IN ('failed', 'running', 'attention') DESC, length DESC, id) AS rank
         FROM rows WHERE bar)
     SELECT s.place, s.key, s.lanes, c.slot, c.phase, c.n, c.sample AS id, NULL AS rank
       FROM cells c JOIN shown s ON s.lane = c.lane
     UNION ALL
     SELECT s.place, s.key, s.lanes, b.slot, b.phase, 1, b.id::text, b.rank
       FROM bars b JOIN shown s ON s.lane = b.lane WHERE b.rank <= ${knownBars}
     ORDER BY place, rank`,
    params.values,
  );
  return collect(found, slotMs);
}

interface FoundRow {
  place: number;
  key: string | null;
  /** How many lanes there are in all. */
  lanes: number;
  slot: Date;
  phase: Phase;
  n: number;
  id: string | null;
  /** Of a bar; null for a cell. */
  rank: number | null;
}

function collect(found: FoundRow[], slotMs: number): { lanes: Lane[]; hidden: number } {
  const lanes: { key: string | null; cells: Cell[]; bars: Bar[] }[] = [];
  for (const { place, key, slot, phase, n, id, rank } of found) {
    lanes[place - 1] ??= { key, cells: [], bars: [] };
    const lane = lanes[place - 1] as (typeof lanes)[number];
    const index = Math.round(slot.getTime() / slotMs);
    if (rank === null) lane.cells.push({ slot: index, phase, count: n, sample: id });
    else lane.bars.push({ id: id as string, slot: index, phase });
  }
  return { lanes, hidden: (found[0]?.lanes ?? 0) - lanes.length };
}

const laneEventColumns = `e.id, e.kind, e.phase, e.title, s.name AS service, v.name AS environment, e.version, e.at, e.until`;
type LaneEventRow = Pick<
  EventRow,
  'id' | 'kind' | 'phase' | 'title' | 'service' | 'environment' | 'version' | 'at' | 'until'
>;

function toLaneEvent(row: LaneEventRow): LaneEventWire {
  const { title, at, until } = row;
  return {
    ...row,
    title: title.length > titleLength ? `${title.slice(0, titleLength - 1).toWellFormed()}…` : title,
    at: at.toISOString(),
    until: until?.toISOString() ?? null,
  };
}

/** The events that are drawn one by one, by id. */
async function readEvents(lanes: readonly LaidOutLane[]): Promise<Map<string, LaneEventWire>> {
  const ids = lanes.flatMap(({ items }) => items.flatMap((item) => (item.type === 'event' ? [item.id] : [])));
  const { rows } = await pool().query<LaneEventRow>(
    `SELECT ${laneEventColumns} FROM event e ${eventJoins} WHERE e.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toLaneEvent(row)]));
}

/** The wire form of a lane, its items by start. An event that was deleted in between is not counted either. */
function toLane(
  { key, items }: LaidOutLane,
  events: ReadonlyMap<string, LaneEventWire>,
  slotMs: number,
  window: BoundedWindow,
): LanesWire['lanes'][number] {
  const placed: { start: number; count: number; item: LanesWire['lanes'][number]['items'][number] }[] = [];
  for (const item of items) {
    if (item.type === 'event') {
      const event = events.get(item.id);
      if (event) placed.push({ start: Date.parse(event.at), count: 1, item: { type: 'event', event } });
      continue;
    }
    const { type, count, counts } = item;
    const start = Math.max(window.from, item.slot * slotMs);
    const end = Math.min(window.to, (item.slot + item.slots) * slotMs);
    placed.push({ start, count, item: { type, from: iso(start), to: iso(end), count, counts } });
  }
  placed.sort((a, b) => a.start - b.start);
  return {
    key,
    count: placed.reduce((sum, { count }) => sum + count, 0),
    items: placed.map(({ item }) => item),
  };
}

/** Incidents that overlap the window, newest first. Only where they are narrows them, for they are what lies behind it all. */
async function readIncidents(
  { service, environment }: EventFilters,
  window: BoundedWindow,
  now: number,
): Promise<LaneEventWire[]> {
  const params = new Params();
  const conditions = [
    "e.kind = 'incident'",
    ...(await filterConditions({ service, environment }, params)).values(),
  ];
  const rows = overlapping('e.*', conditions, window, now, params);
  const { rows: found } = await pool().query<LaneEventRow>(
    `SELECT ${laneEventColumns} FROM (SELECT * FROM ${rows} i ORDER BY at DESC, id DESC LIMIT ${incidentLimit}) e ${eventJoins}
     ORDER BY e.at DESC, e.id DESC`,
    params.values,
  );
  return found.map(toLaneEvent);
}
