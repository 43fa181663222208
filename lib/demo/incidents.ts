import type { Activity } from './activity';
import { hour, minute } from './calendar';
import { buildOf, deployment, failed, moved, type Release, releaseFacts } from './rollouts';
import { type DemoService, demoServices } from './services';
import { signal, tell } from './trouble';

/**
 * A deployment to production that went wrong: error signals in a burst, an incident, the way back to the version before,
 * and the fix with its own way to production.
 */
export function aftermath(release: Release, key: string, production: Activity): Activity[] {
  const { service, chance } = release;
  const breaks = production.endsAt as number;
  // Most break at once; some only when a cache has run out or memory has filled up.
  const from = breaks + (chance.happens(0.75) ? chance.int(1, 14) : chance.int(60, 300)) * minute;
  const until = from + chance.int(14, 75) * minute;
  const stopped = chance.happens(0.4);
  const bad = stopped ? failed(production, 'Rollout stopped: error budget is burning') : production;
  const error = chance.pick(service.errors);
  const { incident, signals, acknowledgedAt } = tell(
    {
      key: `${key} incident`,
      service,
      errors: [error, ...service.errors.filter((name) => name !== error)],
      title: `${error} after ${release.version}`,
      message: `${error}. Dashboards and the runbook are linked.`,
      priority: service.risk > 0.07 ? 'P1' : 'P2',
      from,
      until,
      signals: chance.int(16, 60),
      worst: 'critical',
      cause: production.key,
      after: production.key,
      notes: [
        `Started after the rollout of **${release.version}**:\n\n- every replica of \`${service.name}\` is affected\n- ${release.previous} on the canary is clean\n\nRolling back.`,
        'Errors are gone since the rollback, watching it for a while.',
      ],
      resolution: `Rolled back to ${release.previous}. Cause: ${release.change.toLowerCase()}.`,
      ...(chance.happens(0.4) ? { postmortem: postmortemOf(release, error) } : {}),
    },
    chance,
  );
  incident.facts = { ...incident.facts, ...releaseFacts(release) };
  const rollsBack = Math.min(acknowledgedAt + chance.int(3, 12) * minute, until - 4 * minute);
  const rollback: Activity = {
    ...deployment(
      { ...release, version: release.previous },
      `${key} rollback`,
      'production',
      Math.max(rollsBack, incident.reportedAt + minute),
      incident.key,
    ),
    title: `Roll back ${service.name} to ${release.previous}`,
  };
  const calm = Math.max(until, rollback.startsAt + minute);
  rollback.endsAt = calm;
  rollback.steps = [moved(calm, 'deployer', 'success', 'Error rate is back to normal')];
  rollback.facts = {
    ...rollback.facts,
    message: `${release.version} raised the error rate.`,
    eventType: 'deployment.rollback',
    priority: 'P1',
    sha: undefined,
  };
  return [
    bad,
    ...signals,
    ...victims(release, key, from, until, incident),
    incident,
    rollback,
    ...fix(release, key, calm, rollback.key),
  ];
}

/** Those that need the service fail too: a little, or so much that it looks like an incident of its own until somebody merges it. */
function victims(
  { service, chance }: Release,
  key: string,
  from: number,
  until: number,
  main: Activity,
): Activity[] {
  const callers = demoServices.filter(({ dependsOn }) => dependsOn.includes(service.name));
  if (callers.length === 0) return [];
  const caller = chance.pick(callers);
  if (!chance.happens(0.4)) return grumbling(caller, service, key, from, until, chance);
  const { incident, signals, acknowledgedAt } = tell(
    {
      key: `${key} victim`,
      service: caller,
      errors: [`Calls to ${service.name} fail`],
      priority: 'P2',
      from: from + 2 * minute,
      until,
      signals: chance.int(7, 15),
      notes: [],
      resolution: '',
      pace: { acknowledge: chance.int(4, 7) * minute },
    },
    chance,
  );
  const mergedAt = Math.max(acknowledgedAt, main.reportedAt + minute);
  const by = incident.story?.lead ?? '';
  return [
    ...signals.map((activity) => ({
      ...activity,
      facts: { ...activity.facts, message: callsFail(service, chance) },
    })),
    {
      ...incident,
      endsAt: mergedAt,
      steps: [moved(mergedAt, by, 'close', '')],
      story: { origin: 'detected', lead: by, merged: { at: mergedAt, by, into: main.key } },
    },
  ];
}

const callsFail = ({ name }: DemoService, chance: Release['chance']) =>
  `Gateway timeout: ${name} did not respond within ${chance.int(2001, 9876)} ms (trace ${chance.hex(8)})`;

/** Too few at a time to be an incident. */
function grumbling(
  caller: DemoService,
  origin: DemoService,
  key: string,
  from: number,
  until: number,
  chance: Release['chance'],
): Activity[] {
  return Array.from({ length: 4 }, (_, index) => {
    const at = Math.floor(from + ((index + chance.next()) / 4) * (until - from));
    return signal(caller, origin, `${key} caller ${index}`, at, 'error', '', chance);
  });
}

function postmortemOf({ service, version, previous, change, ticket }: Release, error: string): string {
  return `## What happened

${error}, after ${version} of ${service.name} had reached production.

## Why

${change} (${ticket}) met data that no test had. The canary was too short to show it.

## What helped

Rolling back to ${previous}, which the alert proposed.

## What we change

- [x] A test with production-like data
- [ ] Canary of 30 minutes instead of 5
`;
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
  const build = {
    ...buildOf(fixed, `${key} fix build`, calm + chance.int(1, 5) * hour),
    after: rollback,
  };
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
