import { type EventStatus, hasEnded } from '@/lib/events/vocabulary';
import type { Activity, Step } from './activity';
import { day, midnightOf } from './calendar';
import { plannedWork } from './operations';
import { type DemoRun, withRun } from './pipelines';
import { goingOn } from './present';
import { uuidOf } from './random';
import { releasesOf } from './releases';
import {
  backgroundSignals,
  branchBuilds,
  drifts,
  infrastructure,
  maintenanceReleases,
  regressionRuns,
  robotRuns,
} from './routine';
import { troubles } from './scenarios';
import { demoServices } from './services';
import { inSuccession } from './succession';

/** An activity as it stands at the moment of looking, and what has happened to it until then. */
export interface DemoEvent extends Activity {
  id: string;
  relatedId: string | null;
  /** Created as related to something that was reported then. */
  relatedReportedAt: number | null;
  /** When an ending status was reported, if it was by an update. */
  endedAt: number | null;
  happened: Step[];
  /** The status that it was reported with. */
  reportedStatus: EventStatus | null;
  /** Where a pipeline has reported it. */
  run: DemoRun | null;
}

export interface World {
  seed: string;
  now: number;
  events: DemoEvent[];
}

/** Days of history. */
export const historyDays = 60;
/** Days ahead for which work is planned. */
const planDays = 21;

/**
 * The demo world at a moment. Pure: the same seed and moment give the same world, and every day of it is drawn by itself,
 * so that worlds of two days share the days that they share.
 */
export function demoWorld(seed: string, now: number): World {
  const today = midnightOf(now);
  const activities: Activity[] = goingOn(seed, now);
  for (let midnight = today - historyDays * day; midnight <= today + planDays * day; midnight += day) {
    activities.push(...plannedWork(seed, midnight));
    if (midnight > today) continue;
    for (const service of demoServices) {
      activities.push(...releasesOf(seed, service, midnight), ...branchBuilds(seed, service, midnight));
    }
    for (const happenings of [
      drifts,
      robotRuns,
      infrastructure,
      backgroundSignals,
      regressionRuns,
      maintenanceReleases,
      troubles,
    ]) {
      activities.push(...happenings(seed, midnight));
    }
  }
  return { seed, now, events: asOf(oneAtATime(inSuccession(activities)), seed, now) };
}

/**
 * No rule has two incidents of one place at a time: a trouble that would begin while another one of the service goes on does not
 * happen. What is going on now comes first, then what a release has brought, on which its rollback hangs.
 */
function oneAtATime(activities: readonly Activity[]): Activity[] {
  const turn = ({ key, after }: Activity) => (key.startsWith('present ') ? 0 : after === undefined ? 2 : 1);
  const held = new Map<string, { from: number; to: number }[]>();
  const extra = new Set<string>();
  const detected = activities
    .filter(({ story }) => story?.origin === 'detected')
    .sort((a, b) => turn(a) - turn(b) || a.startsAt - b.startsAt);
  for (const incident of detected) {
    const place = `${incident.service} ${incident.environment}`;
    const { startsAt: from, endsAt } = incident;
    const to = endsAt ?? from;
    const others = held.get(place) ?? [];
    if (others.some((other) => from <= other.to && other.from <= to)) extra.add(incident.key);
    else held.set(place, [...others, { from, to }]);
  }
  return activities.filter(({ key }) => !extra.has(key.replace(/ signal \d+$/, '')));
}

/** What of the activities is known at a moment; in the order of being reported. */
function asOf(activities: readonly Activity[], seed: string, now: number): DemoEvent[] {
  const known = activities
    .filter(({ reportedAt }) => reportedAt <= now)
    .toSorted((a, b) => a.reportedAt - b.reportedAt || (a.key < b.key ? -1 : 1));
  const reported = new Map(known.map((activity) => [activity.key, activity]));
  // What is going on now has the same id all day long, whenever one looks.
  const idOf = ({ key, reportedAt }: Activity) =>
    uuidOf(`${seed} ${key}`, key.startsWith('present ') ? midnightOf(now) : reportedAt);
  return known.map((activity) => {
    const before = activity.after === undefined ? undefined : reported.get(activity.after);
    const happened = activity.steps.filter(({ at }) => at <= now);
    const moves = activity.steps.filter(({ type }) => type === 'status_changed');
    const done = moves.filter(({ at }) => at <= now);
    const status = done.at(-1)?.status ?? activity.status;
    // An incident is over once it is resolved, and closed some days later.
    const over =
      activity.kind === 'incident' ? hasEnded(status) : done.length === moves.length && moves.length > 0;
    const lastActive = done.findLastIndex((move) => !hasEnded(move.status ?? null));
    const ending = activity.kind === 'incident' ? done[lastActive + 1] : moves.at(-1);
    return withRun({
      ...activity,
      id: idOf(activity),
      relatedId: before ? idOf(before) : null,
      relatedReportedAt: before?.reportedAt ?? null,
      status,
      endsAt: over || activity.endIsPlanned ? activity.endsAt : null,
      endedAt: over ? (ending?.at ?? null) : null,
      happened,
      reportedStatus: activity.status,
      run: null,
    });
  });
}
