import type { Activity } from './activity';
import { busynessOf, day, hour, midnightOf, minute, officeTime, withinOfficeHours } from './calendar';
import { aftermath } from './incidents';
import { Chance } from './random';
import { buildOf, deployment, failed, moved, type Release } from './rollouts';
import type { DemoService } from './services';

const week = 7 * day;
const host = 'https://git.example.com';

/** The minor version of the week that an instant lies in; the epoch was a Thursday, and weeks begin on Monday. Starts over every ten years. */
const minorOf = (instant: number) => (Math.floor((instant + 3 * day) / week) + 240) % 520;

/** Every release whose build starts on this day, each with its way from the build to production and what came of it. */
export function releasesOf(seed: string, service: DemoService, midnight: number): Activity[] {
  const chance = new Chance(`${seed} release ${service.name} ${midnight}`);
  // A weekend has no releases but hotfixes.
  if (busynessOf(midnight) < 0.1) return [];
  const count = chance.times((service.releasesPerWeek / 5) * busynessOf(midnight));
  return Array.from({ length: count }, (_, index) => {
    const release = versionOf(seed, service, midnight, index);
    return wayToProduction(release, `release ${service.name} ${midnight} ${index}`, midnight);
  }).flat();
}

function versionOf(seed: string, service: DemoService, midnight: number, index: number): Release {
  const chance = new Chance(`${seed} ${service.name} ${midnight} ${index}`);
  const minor = minorOf(midnight);
  const patch = new Date(midnight).getUTCDay() * 10 + index * 2;
  const number = chance.int(1000, 9999);
  return {
    service,
    version: `v${service.major}.${minor}.${patch}`,
    previous: patch > 10 ? `v${service.major}.${minor}.${patch - 10}` : `v${service.major}.${minor - 1}.50`,
    sha: chance.hex(40),
    person: chance.pick(service.people),
    change: chance.pick(service.changes),
    ticket: `SHOP-${number}`,
    pullRequest: `${host}/shop/${service.name}/pull/${number}`,
    chance,
  };
}

function wayToProduction(release: Release, key: string, midnight: number): Activity[] {
  const { service, chance } = release;
  const build = buildOf(release, `${key} build`, officeTime(chance, midnight));
  const way = [build];
  // One build in twenty is red, and its author starts over another day.
  if (chance.happens(0.05)) {
    way[0] = failedBuild(build);
    return way;
  }
  const stages = [
    { environment: 'integration', at: (build.endsAt as number) + chance.int(1, 4) * minute },
    ...(chance.happens(0.4) ? [{ environment: 'TNR', at: withinOfficeHours(after(way) + 40 * minute) }] : []),
    { environment: 'UAT', at: withinOfficeHours(after(way) + chance.int(1, 6) * hour) },
    ...(service.accepted
      ? [{ environment: 'recette', at: withinOfficeHours(after(way) + chance.int(20, 30) * hour) }]
      : []),
    {
      environment: 'preproduction',
      at: withinOfficeHours(after(way) + (service.accepted ? 46 : 22) * hour + chance.int(0, 5) * hour),
    },
  ];
  for (const { environment, at } of stages) {
    const previous = way.at(-1) as Activity;
    const free = Math.max(at, (previous.endsAt as number) + minute);
    const step = deployment(release, `${key} ${environment}`, environment, free, previous.key);
    // What fails before production is found there, and goes no further.
    if (chance.happens(0.03)) {
      way.push(
        failed(
          step,
          chance.pick(['Health check failed', 'Migration lock not released', 'Image could not be pulled']),
        ),
      );
      return way;
    }
    way.push(step);
  }
  const production = toProduction(release, `${key} production`, way.at(-1) as Activity);
  if (!chance.happens(service.risk)) return [...way, production];
  return [...way, ...aftermath(release, key, production)];
}

const after = (way: Activity[]) => way.at(-1)?.endsAt as number;

function failedBuild(build: Activity): Activity {
  return {
    ...build,
    steps: build.steps.map((step) => ({ ...step, status: 'failure', comment: '3 tests failed' })),
  };
}

/** To production a release is announced, approved by somebody else, and then rolled out. */
function toProduction(release: Release, key: string, preproduction: Activity): Activity {
  const { service, chance, person } = release;
  const announced = (preproduction.endsAt as number) + chance.int(10, 60) * minute;
  const at = withinOfficeHours(
    midnightOf(announced) + day + chance.int(8, 14) * hour + chance.int(0, 59) * minute,
  );
  const rollout = deployment(release, key, 'production', at, preproduction.key);
  const approver = chance.pick(service.people.filter((name) => name !== person));
  const approvedAt = Math.max(announced, at - chance.int(20, 180) * minute);
  return {
    ...rollout,
    reportedAt: announced,
    reportedBy: person,
    status: 'planned',
    steps: [
      { at: approvedAt, actor: approver, type: 'approved', comment: chance.pick(approvals) },
      moved(at, 'deployer', 'start', 'Rollout started'),
      ...rollout.steps,
    ],
    facts: {
      ...rollout.facts,
      priority: chance.happens(0.2) ? 'P2' : 'P3',
      impact: service.risk > 0.07 ? 2 : 1,
      notification: true,
      stakeholders: [service.owner, ...(service.accepted ? ['product-owners'] : [])],
    },
  };
}

const approvals = [
  'Looks good in preproduction',
  'Checked with support, go ahead',
  'Approved',
  'Metrics are clean, go',
];
