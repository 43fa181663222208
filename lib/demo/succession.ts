import { compareVersions } from '@/lib/catalog/versions';
import type { Activity } from './activity';

/** Every release is drawn by itself; here they meet. Pure. */

const place = ({ service, environment }: Activity) => `${service} ${environment}`;

/** All activities of one release have keys that begin with these words. */
const rootOf = ({ key }: Activity) => /^release \S+ \S+ \S+/.exec(key)?.[0];

const rollsBack = ({ key }: Activity) => key.endsWith(' rollback');

/** How it ends, whenever one looks. */
const lastStatus = ({ steps, status }: Activity) =>
  steps.findLast(({ type }) => type === 'status_changed')?.status ?? status;

/**
 * Nobody deploys what is older than what is there, nor while another one is on its way in: a release that is overtaken stays where it
 * is. And whoever rolls back goes back to what was there.
 */
export function inSuccession(activities: readonly Activity[]): Activity[] {
  return backToWhatWasThere(withoutOvertaken(activities));
}

interface Reached {
  version: string;
  until: number;
}

function withoutOvertaken(activities: readonly Activity[]): Activity[] {
  const newest = new Map<string, Reached>();
  const stopped = new Map<string, number>();
  const dropped = new Set<string>();
  const renamed = new Map<string, (text: string) => string>();
  const isGone = (activity: Activity) => {
    const root = rootOf(activity);
    const from = root === undefined ? undefined : stopped.get(root);
    return dropped.has(activity.key) || (from !== undefined && activity.startsAt >= from);
  };
  const deployments = activities
    .filter(({ kind }) => kind === 'deployment')
    .sort((a, b) => a.startsAt - b.startsAt || (a.key < b.key ? -1 : 1));
  for (const activity of deployments) {
    const version = activity.facts.version ?? '';
    if (rollsBack(activity) || isGone(activity)) continue;
    const there = newest.get(place(activity));
    const until = activity.endsAt ?? activity.startsAt;
    if (!/^(?:release|branch|mco) /.test(activity.key)) {
      // Part of a trouble: a correction of what is there.
      const correction = there && version ? later(there.version) : version;
      newest.set(place(activity), { version: correction, until });
      if (correction !== version) renamed.set(activity.key, (text) => text.replaceAll(version, correction));
      continue;
    }
    if (!there || (compareVersions(version, there.version) >= 0 && activity.startsAt >= there.until)) {
      newest.set(place(activity), { version, until });
      continue;
    }
    const root = rootOf(activity);
    if (root && !activity.key.includes(' fix ')) stopped.set(root, activity.startsAt);
    else dropped.add(activity.key);
  }
  return activities
    .filter((activity) => !isGone(activity))
    .map((activity) => rewritten(activity, renamed.get(activity.key)));
}

/** Before whatever is released on the next day. */
const later = (version: string) => version.replace(/\d+$/, (patch) => String(Number(patch) + 5));

const rewritten = (activity: Activity, rewrite?: (text: string) => string): Activity =>
  rewrite ? JSON.parse(rewrite(JSON.stringify(activity))) : activity;

function backToWhatWasThere(activities: readonly Activity[]): Activity[] {
  const arrived = new Map<string, Activity[]>();
  for (const activity of activities) {
    if (activity.kind !== 'deployment' || rollsBack(activity) || lastStatus(activity) !== 'success') continue;
    const there = arrived.get(place(activity));
    if (there) there.push(activity);
    else arrived.set(place(activity), [activity]);
  }
  const renamed = new Map<string, (text: string) => string>();
  const bad = new Map(
    activities.filter(({ key }) => key.endsWith(' production')).map((activity) => [activity.key, activity]),
  );
  for (const rollback of activities.filter(rollsBack)) {
    const root = rootOf(rollback) ?? '';
    const from = bad.get(`${root} production`)?.startsAt ?? rollback.startsAt;
    const before = (arrived.get(place(rollback)) ?? [])
      .filter(({ endsAt }) => (endsAt ?? Number.POSITIVE_INFINITY) <= from)
      .sort((a, b) => (a.endsAt ?? 0) - (b.endsAt ?? 0))
      .at(-1)?.facts.version;
    const drawn = rollback.facts.version;
    if (!before || !drawn || before === drawn) continue;
    const name = new RegExp(`${drawn.replaceAll('.', '\\.')}(?!\\d)`, 'g');
    renamed.set(root, (text) => text.replace(name, before));
  }
  return activities.map((activity) => rewritten(activity, renamed.get(rootOf(activity) ?? '')));
}
