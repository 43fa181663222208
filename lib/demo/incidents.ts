import type { Activity } from './activity';
import { hour, minute } from './calendar';
import { buildOf, deployment, failed, moved, type Release, releaseFacts } from './rollouts';
import { type DemoService, demoServices } from './services';

/**
 * A deployment to production that went wrong: error signals in a burst, an incident, the way back to the version before,
 * and the fix with its own way to production.
 */
export function aftermath(release: Release, key: string, production: Activity): Activity[] {
  const { service, chance } = release;
  const breaks = production.endsAt as number;
  const noticed = breaks + chance.int(3, 22) * minute;
  const rollsBack = noticed + chance.int(6, 35) * minute;
  const calm = rollsBack + chance.int(4, 15) * minute;
  const stopped = chance.happens(0.4);
  const bad = stopped ? failed(production, 'Rollout stopped: error budget is burning') : production;
  const incident = incidentOf(release, `${key} incident`, { noticed, calm, cause: production.key });
  const rollback: Activity = {
    ...deployment(
      { ...release, version: release.previous },
      `${key} rollback`,
      'production',
      rollsBack,
      incident.key,
    ),
    title: `Roll back ${service.name} to ${release.previous}`,
    endsAt: calm,
    steps: [moved(calm, 'deployer', 'success', 'Error rate is back to normal')],
  };
  rollback.facts = {
    ...rollback.facts,
    message: `${release.version} raised the error rate.`,
    eventType: 'deployment.rollback',
    priority: 'P1',
    sha: undefined,
  };
  return [
    bad,
    ...signals(release, key, breaks, calm),
    incident,
    rollback,
    ...fix(release, key, calm, rollback.key),
  ];
}

function incidentOf(
  release: Release,
  key: string,
  { noticed, calm, cause }: { noticed: number; calm: number; cause: string },
): Activity {
  const { service, chance, version } = release;
  const [lead, other] = [chance.pick(service.people), chance.pick(service.people)];
  const error = chance.pick(service.errors);
  return {
    key,
    kind: 'incident',
    title: `${error} after ${version}`,
    service: service.name,
    environment: 'production',
    reportedAt: noticed,
    reportedBy: 'alerting',
    status: 'open',
    startsAt: noticed,
    endsAt: calm + 20 * minute,
    steps: [
      moved(noticed + 3 * minute, lead, 'in_progress', 'On it'),
      {
        at: noticed + 6 * minute,
        actor: other,
        type: 'commented',
        comment: `Started right after the rollout of ${version}. Rolling back.`,
      },
      {
        at: calm + minute,
        actor: lead,
        type: 'commented',
        comment: 'Errors are gone since the rollback, watching it for a while.',
      },
      moved(calm + 20 * minute, lead, 'done', `Cause: ${release.change.toLowerCase()}. Review follows.`),
    ],
    after: cause,
    facts: {
      ...releaseFacts(release),
      message: `${error}. Dashboards and the runbook are linked.`,
      source: 'alerting',
      priority: service.risk > 0.07 ? 'P1' : 'P2',
      impact: 3,
      level: 'critical',
      category: 'availability',
      notification: true,
      stakeholders: [service.owner, 'on-call', 'support'],
      ticket: `INC-${chance.int(100, 999)}`,
      links: [
        { title: 'Dashboard', url: `https://metrics.example.com/d/${service.name}` },
        { title: 'Runbook', url: `https://wiki.example.com/runbooks/${service.name}` },
      ],
    },
  };
}

/** Errors of the service and of those that need it, thick at first and thinning out. */
function signals(release: Release, key: string, from: number, to: number): Activity[] {
  const { service, chance } = release;
  const callers = demoServices.filter(({ dependsOn }) => dependsOn.includes(service.name));
  return Array.from({ length: chance.int(14, 34) }, (_, index) => {
    const victim = callers.length > 0 && chance.happens(0.3) ? chance.pick(callers) : service;
    const share = chance.next() ** 1.6;
    const at = Math.floor(from + minute + share * (to - from));
    return signal(
      victim,
      service,
      `${key} signal ${index}`,
      at,
      chance.happens(0.25) ? 'critical' : 'error',
      chance.pick(service.errors),
      chance.int(20, 4000),
    );
  });
}

/** What a monitor reports of a service that suffers from `origin`. */
export function signal(
  service: DemoService,
  origin: DemoService,
  key: string,
  at: number,
  level: 'warn' | 'error' | 'critical',
  error: string,
  count: number,
): Activity {
  return {
    key,
    kind: 'signal',
    title: service === origin ? error : `Calls to ${origin.name} fail`,
    service: service.name,
    environment: 'production',
    reportedAt: at,
    reportedBy: 'alerting',
    status: level === 'warn' ? 'warning' : 'error',
    startsAt: at,
    endsAt: null,
    steps: [],
    facts: {
      message: `${count} in the last minute.`,
      owner: service.owner,
      source: 'alerting',
      level,
      category: 'errors',
      eventType: `signal.${level}`,
      payload: { count, windowSeconds: 60, origin: origin.name },
    },
  };
}

function fix(release: Release, key: string, calm: number, rollback: string): Activity[] {
  const { chance, service } = release;
  const fixed: Release = {
    ...release,
    version: release.version.replace(/\d+$/, (patch) => String(Number(patch) + 1)),
    sha: chance.hex(40),
    person: chance.pick(service.people),
    change: `Fix: ${release.change.charAt(0).toLowerCase()}${release.change.slice(1)}`,
  };
  const build = { ...buildOf(fixed, `${key} fix build`, calm + chance.int(1, 5) * hour), after: rollback };
  const at = (build.endsAt as number) + chance.int(30, 120) * minute;
  const rollout = deployment(fixed, `${key} fix production`, 'production', at, build.key);
  return [
    build,
    {
      ...rollout,
      title: `Deploy ${service.name} ${fixed.version} (fix) to production`,
      steps: [
        {
          at: at + 5000,
          actor: chance.pick(service.people),
          type: 'approved',
          comment: 'Fix verified in preproduction',
        },
        ...rollout.steps,
      ],
      facts: { ...rollout.facts, priority: 'P2', notification: true },
    },
  ];
}
