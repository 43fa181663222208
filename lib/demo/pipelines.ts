import { commitUrl } from '@/lib/deployments/repository-url';
import type { ReportFields, RunReport } from '@/lib/deployments/run-state';
import { eventTypeOf, type RunKind, type RunStatus } from '@/lib/deployments/vocabulary';
import type { EventStatus } from '@/lib/events/vocabulary';
import { Chance } from './random';
import { demoServices } from './services';
import type { DemoEvent } from './world';

/** What pipelines reported of the demo's builds and deployments, post by post. Pure. */

/** A run, and all it has reported until the moment of looking. */
export interface DemoRun {
  kind: RunKind;
  source: string;
  invocation: string;
  reports: RunReport[];
}

/** Teams whose pipelines report as Versioner's clients do; the others post one event and move it. */
const teams = ['team-checkout', 'team-payments', 'team-fulfilment', 'team-storefront'];
const piped = new Set(demoServices.filter(({ owner }) => teams.includes(owner)).map(({ name }) => name));

const runStatus: Partial<Record<EventStatus, RunStatus>> = {
  planned: 'pending',
  start: 'started',
  success: 'completed',
  failure: 'failed',
  aborted: 'aborted',
};

/** The event with its run, as the posts would have left it. Going back is done by hand, and so are corrections amid a trouble. */
export function withRun(event: DemoEvent): DemoEvent {
  const { kind, key, facts, service, environment } = event;
  const isRun = (kind === 'build' || (kind === 'deployment' && environment !== null)) && piped.has(service);
  if (!isRun || !facts.version || !/^(?:release|branch|mco) /.test(key) || key.endsWith(' rollback'))
    return event;
  const posts = [
    { at: event.reportedAt, status: event.reportedStatus },
    ...event.happened.filter(({ type }) => type === 'status_changed'),
  ];
  const repository = `https://git.example.com/shop/${service}`;
  const invocation = String(new Chance(`run ${event.id}`).int(100_000, 999_999));
  const url = `https://ci.example.com/${service}/runs/${invocation}`;
  const payload = {
    repository,
    branch: key.startsWith('branch ')
      ? `feature/${facts.ticket}`
      : key.startsWith('mco ')
        ? 'maintenance'
        : 'main',
    buildNumber: invocation.slice(-4),
  };
  const fields: ReportFields = {
    ...(facts.sha ? { sha: facts.sha } : {}),
    ...payload,
    ...(facts.owner ? { by: facts.owner } : {}),
    url,
  };
  const reports = posts.flatMap(({ at, status }) => {
    const known = runStatus[status ?? 'start'];
    return known ? [{ status: known, fields, receivedAt: new Date(at).toISOString() }] : [];
  });
  const last = reports.at(-1);
  if (!last) return event;
  const commit = commitUrl(repository, facts.sha ?? null);
  return {
    ...event,
    facts: {
      ...facts,
      eventType: eventTypeOf(kind, last.status),
      links: [{ title: 'Run', url }, ...(commit ? [{ title: 'Commit', url: commit }] : [])],
      payload,
    },
    run: { kind, source: facts.source ?? '', invocation, reports },
  };
}
