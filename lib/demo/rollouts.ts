import type { Activity, Facts, Step } from './activity';
import type { Chance } from './random';
import type { DemoService } from './services';

/** One version of a service on its way. */
export interface Release {
  service: DemoService;
  version: string;
  previous: string;
  sha: string;
  person: string;
  change: string;
  ticket: string;
  pullRequest: string;
  chance: Chance;
}

/** What every event of a release has. */
export function releaseFacts({ service, version, sha, ticket, pullRequest }: Release): Facts {
  return { owner: service.owner, version, sha, ticket, pullRequestUrl: pullRequest };
}

/** The build of a release: it succeeds after a few minutes. */
export function buildOf(release: Release, key: string, at: number, title?: string): Activity {
  const { service, version, chance, change, person } = release;
  const endsAt = at + chance.int(150, 600) * 1000;
  const run = chance.int(10_000, 99_999);
  return {
    key,
    kind: 'build',
    title: title ?? `Build ${service.name} ${version}`,
    service: service.name,
    environment: null,
    reportedAt: at,
    reportedBy: 'ci',
    status: 'start',
    startsAt: at,
    endsAt,
    steps: [moved(endsAt, 'ci', 'success', `All ${chance.int(240, 2400)} tests passed`)],
    facts: {
      ...releaseFacts(release),
      message: `${change}\n\nMerged by ${person}.`,
      source: 'ci',
      eventType: 'build.main',
      links: [{ title: `Run ${run}`, url: `https://ci.example.com/${service.name}/runs/${run}` }],
    },
  };
}

/** The release reaching an environment; `previous` is the key of what it follows from. */
export function deployment(
  release: Release,
  key: string,
  environment: string,
  at: number,
  previous: string,
): Activity {
  const { service, version, chance, change } = release;
  const endsAt = at + chance.int(60, environment === 'production' ? 900 : 300) * 1000;
  return {
    key,
    kind: 'deployment',
    title: `Deploy ${service.name} ${version} to ${environment}`,
    service: service.name,
    environment,
    reportedAt: at,
    reportedBy: 'deployer',
    status: 'start',
    startsAt: at,
    endsAt,
    steps: [moved(endsAt, 'deployer', 'success', 'Every replica is up to date')],
    after: previous,
    facts: {
      ...releaseFacts(release),
      message: change,
      source: 'deployer',
      eventType: 'deployment.rollout',
      links: [
        { title: 'Rollout', url: `https://deploy.example.com/${environment}/${service.name}/${version}` },
      ],
    },
  };
}

/** The same activity, with a bad end. */
export function failed(activity: Activity, comment: string): Activity {
  return {
    ...activity,
    steps: activity.steps.map((step, index, all) =>
      index === all.length - 1 ? { ...step, status: 'failure', comment } : step,
    ),
  };
}

/** A step to another status. */
export function moved(at: number, actor: string, status: Step['status'], comment: string): Step {
  return { at, actor, type: 'status_changed', status, comment };
}
