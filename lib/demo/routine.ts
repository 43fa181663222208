import type { Activity, Facts } from './activity';
import { anyTime, busynessOf, day, hour, isWeekend, minute, officeTime } from './calendar';
import { Chance } from './random';
import { buildOf, deployment, moved, type Release } from './rollouts';
import { type DemoService, demoService, demoServices } from './services';
import { signal } from './trouble';

/** What happens on any day, release or not. Every function gives the activities of one day. */

const production = 'production';

/** Builds of branches, and many of them onto the development environment. */
export function branchBuilds(seed: string, service: DemoService, midnight: number): Activity[] {
  const chance = new Chance(`${seed} branches ${service.name} ${midnight}`);
  return Array.from({ length: chance.times(2.6 * busynessOf(midnight)) }, (_, index) => {
    const number = chance.int(1000, 9999);
    const change = chance.pick(service.changes);
    const at = officeTime(chance, midnight);
    const branch: Release = {
      service,
      // What was built later is newer.
      version: `v${service.major}.0.0-${new Date(at).toISOString().slice(0, 19).replace(/\D/g, '')}`,
      previous: '',
      sha: chance.hex(40),
      person: chance.pick(service.people),
      change,
      ticket: `SHOP-${number}`,
      pullRequest: `https://git.example.com/shop/${service.name}/pull/${number}`,
      chance,
    };
    const key = `branch ${service.name} ${midnight} ${index}`;
    const build = buildOf(branch, key, at, `Build ${service.name} branch SHOP-${number}`);
    build.facts = { ...build.facts, message: change, eventType: 'build.branch' };
    const red = chance.happens(0.12);
    if (red)
      build.steps = [moved(build.endsAt as number, 'ci', 'failure', `${chance.int(1, 9)} tests failed`)];
    if (red || chance.happens(0.45)) return [build];
    const ready = (build.endsAt as number) + chance.int(20, 90) * 1000;
    return [build, deployment(branch, `${key} development`, 'development', ready, key)];
  }).flat();
}

/** A reported point in time. */
function note(
  key: string,
  kind: Activity['kind'],
  at: number,
  [service, environment]: [DemoService, string | null],
  title: string,
  status: Activity['status'],
  facts: Facts,
): Activity {
  return {
    key: `${kind} ${key}`,
    kind,
    title,
    service: service.name,
    environment,
    reportedAt: at,
    reportedBy: facts.source ?? 'agent',
    status,
    startsAt: at,
    endsAt: null,
    steps: [],
    facts: { owner: service.owner, ...facts },
  };
}

const driftKinds = [
  ['Replica count differs from the manifest', 'replicas', 3, 5],
  ['Image tag was changed by hand', 'image', 'pinned', 'latest'],
  ['Environment variable is not in the repository', 'LOG_LEVEL', null, 'debug'],
  ['Memory limit was raised on the cluster', 'memory', '512Mi', '1Gi'],
] as const;

/** Environments found to differ from what the repository says. */
export function drifts(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} drift ${midnight}`);
  return Array.from({ length: chance.times(3) }, (_, index) => {
    const service = chance.pick(demoServices);
    const environment = chance.pick(['integration', 'UAT', 'preproduction', production]);
    const [title, field, expected, actual] = chance.pick(driftKinds);
    const found = anyTime(chance, midnight);
    const drift = note(`${midnight} ${index}`, 'drift', found, [service, environment], title, 'open', {
      message: `${field}: expected ${expected ?? 'nothing'}, found ${actual}.`,
      source: 'drift-detector',
      category: 'configuration',
      eventType: 'drift.detected',
      priority: environment === production ? 'P3' : 'P4',
      level: 'warn',
      payload: { field, expected, actual },
    });
    const settled = found + chance.int(1, 60) * hour;
    return {
      ...drift,
      endsAt: settled,
      steps: chance.happens(0.85)
        ? [
            moved(
              settled,
              chance.pick(service.people),
              'done',
              chance.pick(['Reconciled', 'Put into the manifest', 'Reverted by hand']),
            ),
          ]
        : [],
    };
  });
}

const robots = [
  ['Read supplier invoices', 1, 55],
  ['Match bank statements', 2, 35],
  ['Close delivered orders', 3, 20],
  ['Send dunning letters', 4.5, 15],
  ['Export stock to the marketplace', 5, 25],
  ['Archive signed contracts', 22.5, 40],
] as const;

/** Robots, every night. */
export function robotRuns(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} rpa ${midnight}`);
  const service = demoService('back-office-robots');
  return robots.map(([title, at, minutes]) => {
    const startsAt = Math.floor(midnight + at * hour + chance.next() * 4 * minute);
    const stuck = chance.happens(0.06);
    const endsAt = startsAt + Math.floor(minutes * minute * (stuck ? 0.3 : 0.8 + chance.next() * 0.5));
    const items = chance.int(40, 1800);
    const run = note(`${midnight} ${title}`, 'rpa_usage', startsAt, [service, production], title, 'start', {
      message: `${items} items in the queue.`,
      source: 'orchestrator',
      category: 'robot',
      eventType: 'rpa.run',
      payload: { robot: `RB-${1 + robots.findIndex(([name]) => name === title)}`, items },
    });
    const end = stuck
      ? moved(endsAt, 'orchestrator', 'failure', chance.pick(service.errors))
      : moved(endsAt, 'orchestrator', chance.happens(0.08) ? 'warning' : 'success', `${items} items handled`);
    return { ...run, endsAt, steps: [end] };
  });
}

const infraTypes = [
  ['compute.node.added', 'Node joined the pool', 'info', 6],
  ['compute.node.drained', 'Node drained', 'info', 4],
  ['network.certificate.renewed', 'Certificate renewed', 'info', 2],
  ['database.backup.finished', 'Backup finished', 'essential', 5],
  ['database.failover.finished', 'Database failed over', 'warn', 1],
  ['storage.volume.filling', 'Volume is 85 % full', 'warn', 3],
  ['scaling.replicas.changed', 'Replicas scaled out', 'info', 8],
  ['compute.pod.evicted', 'Pod evicted: memory pressure', 'error', 2],
] as const;
const infraBag = infraTypes.flatMap((type) => Array.from({ length: type[3] }, () => type));

/** What clusters and databases report by themselves. */
export function infrastructure(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} infra ${midnight}`);
  return Array.from({ length: chance.times(isWeekend(midnight) ? 13 : 21) }, (_, index) => {
    const [eventType, title, level] = chance.pick(infraBag);
    const node = `${chance.pick(['par', 'fra', 'dub'])}-${chance.int(1, 24).toString().padStart(2, '0')}`;
    const place: [DemoService, string] = [
      chance.pick(demoServices),
      chance.pick([production, production, 'preproduction', 'UAT', 'integration']),
    ];
    return note(
      `${midnight} ${index}`,
      'infra',
      anyTime(chance, midnight),
      place,
      `${title} (${node})`,
      'snapshot',
      {
        source: 'cluster',
        level,
        category: eventType.slice(0, eventType.indexOf('.')),
        eventType,
        payload: { node, zone: node.slice(0, 3) },
      },
    );
  });
}

/** Errors that come and go by themselves. */
export function backgroundSignals(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} signals ${midnight}`);
  return Array.from({ length: chance.times(6) }, (_, index) => {
    const service = chance.pick(demoServices);
    const level = chance.happens(0.7) ? 'warn' : 'error';
    return signal(
      service,
      service,
      `signal ${midnight} ${index}`,
      anyTime(chance, midnight),
      level,
      chance.pick(service.errors),
      chance,
    );
  });
}

/** The test campaign of every working night on TNR. */
export function regressionRuns(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} tnr ${midnight}`);
  if (isWeekend(midnight)) return [];
  const service = demoService('checkout-api');
  const startsAt = midnight + 23 * hour + chance.int(0, 9) * minute;
  const endsAt = startsAt + chance.int(50, 110) * minute;
  const bad = chance.happens(0.15) ? chance.int(1, 14) : 0;
  const run = note(
    `tnr ${midnight}`,
    'operation',
    startsAt,
    [service, 'TNR'],
    'Regression campaign',
    'start',
    {
      source: 'ci',
      eventType: 'test.campaign',
      category: 'test',
    },
  );
  const end = moved(
    endsAt,
    'ci',
    bad ? 'failure' : 'success',
    bad ? `${bad} of 412 journeys failed` : '412 journeys passed',
  );
  return [{ ...run, endsAt, steps: [end] }];
}

/** Corrections of the version under maintenance, once or twice a week. */
export function maintenanceReleases(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} mco ${midnight}`);
  if (isWeekend(midnight) || !chance.happens(0.3)) return [];
  const service = chance.pick(demoServices);
  const version = `v${service.major - 1}.99.${Math.floor(midnight / day) % 1000}`;
  const branch: Release = {
    service,
    version,
    previous: '',
    sha: chance.hex(40),
    person: chance.pick(service.people),
    change: `Backport: ${chance.pick(service.changes)}`,
    ticket: `SHOP-${chance.int(1000, 9999)}`,
    pullRequest: `https://git.example.com/shop/${service.name}/pull/${chance.int(1000, 9999)}`,
    chance,
  };
  const key = `mco ${midnight}`;
  const build = buildOf(branch, `${key} build`, officeTime(chance, midnight));
  return [build, deployment(branch, key, 'mco', (build.endsAt as number) + 5 * minute, build.key)];
}
