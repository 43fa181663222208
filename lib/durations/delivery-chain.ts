import { hasArrived } from '@/lib/deployments/vocabulary';
import type { DeliveryChainWire } from './schemas';
import { type Step, toStep } from './steps';

/** A deployment that an incident is put down to. */
export interface Guilt {
  deploymentId: string;
  incidentEventId: string;
}

type Link = DeliveryChainWire['links'][number];

const time = (iso: string) => Date.parse(iso);
const byStart = (a: Step, b: Step) => time(a.at) - time(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const byEnd = (a: Step, b: Step) =>
  time(a.until as string) - time(b.until as string) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * The chain that steps around a version form: the same links as `links-sql.ts` finds, and how long it lasted in all. Pure; `now` is milliseconds
 * since the epoch. It lasts from the first start to the last end, or to now while something in it goes on.
 */
export function deliveryChain(
  steps: readonly Step[],
  versionId: number | null,
  guilt: readonly Guilt[],
  now: number,
): Pick<DeliveryChainWire, 'steps' | 'links' | 'totalMs' | 'ongoing'> {
  const ordered = steps.toSorted(byStart);
  const known = new Map(ordered.map((step) => [step.id, step]));
  const links: Link[] = [...ofVersion(ordered, versionId)];
  for (const { deploymentId, incidentEventId } of guilt) {
    const [deployment, incident] = [known.get(deploymentId), known.get(incidentEventId)];
    if (deployment && incident)
      links.push(
        link('deployment_to_incident', deployment, incident, time(incident.at) - time(deployment.at)),
      );
  }
  const guilty = new Set(
    guilt.map(({ deploymentId, incidentEventId }) => `${deploymentId} ${incidentEventId}`),
  );
  for (const step of ordered) {
    const before = step.relatedId === null ? undefined : known.get(step.relatedId);
    if (!before || guilty.has(`${before.id} ${step.id}`) || onItsWay(before, step, versionId)) continue;
    links.push(
      step.kind === 'deployment' && before.incident !== null && hasArrived(step)
        ? link(
            step.back ? 'incident_to_rollback' : 'incident_to_fix',
            before,
            step,
            time(step.until as string) - time(before.at),
          )
        : link('related', before, step, time(step.at) - time(before.at)),
    );
  }
  const ongoing = ordered.some(({ until, phase }) => until === null && phase !== 'planned');
  const first = ordered[0] ? time(ordered[0].at) : 0;
  const last = ongoing ? now : Math.max(...ordered.map(({ until, at }) => time(until ?? at)));
  return {
    steps: ordered.map(toStep),
    links,
    totalMs: ordered.length === 0 ? 0 : Math.max(0, last - first),
    ongoing,
  };
}

/** From the first finished build of the version to its first deployment, and from place to place. */
function ofVersion(ordered: readonly Step[], versionId: number | null): Link[] {
  if (versionId === null) return [];
  const own = ordered.filter((step) => step.versionId === versionId);
  const deployments = own.filter(({ kind, phase }) => kind === 'deployment' && phase !== 'planned');
  const build = own.filter((step) => step.kind === 'build' && hasArrived(step)).sort(byEnd)[0];
  const first = deployments[0];
  const links: Link[] = [];
  if (build && first)
    links.push(link('build_to_deployment', build, first, time(first.at) - time(build.until as string)));
  const places = [
    ...Map.groupBy(
      deployments.filter(({ environment }) => environment !== null),
      ({ environment }) => environment,
    ).values(),
  ];
  places.forEach(([start], index) => {
    const arrival = places[index - 1]?.filter(hasArrived).sort(byEnd)[0];
    if (start && arrival)
      links.push(link('promotion', arrival, start, time(start.at) - time(arrival.until as string)));
  });
  return links;
}

/** Whether a deployment names what its version comes from anyway, its build or another environment: that is told by the version. */
function onItsWay(from: Step, to: Step, versionId: number | null): boolean {
  if (to.kind !== 'deployment' || versionId === null) return false;
  if (to.versionId !== versionId || from.versionId !== versionId) return false;
  return (
    from.kind === 'build' ||
    (from.kind === 'deployment' &&
      to.environment !== null &&
      from.environment !== null &&
      to.environment !== from.environment)
  );
}

const link = (kind: Link['kind'], from: Step, to: Step, durationMs: number): Link => ({
  kind,
  from: from.id,
  to: to.id,
  durationMs,
});
