import type { Activity } from './activity';
import { day, hour, minute } from './calendar';
import { Chance } from './random';
import { moved } from './rollouts';
import { play, type ScenarioName } from './scenarios';
import { demoService } from './services';
import { tell } from './trouble';

/** What is going on at the very moment at which the world is looked at, whenever that is. */
export function goingOn(seed: string, now: number): Activity[] {
  const chance = new Chance(`${seed} present`);
  const running = (
    key: string,
    kind: Activity['kind'],
    [service, environment]: [string, string | null],
    title: string,
    ago: number,
    facts: Activity['facts'],
  ): Activity => ({
    key: `present ${key}`,
    kind,
    title,
    service,
    environment,
    reportedAt: now - ago,
    reportedBy: facts.source ?? 'ci',
    status: 'start',
    startsAt: now - ago,
    endsAt: null,
    steps: [],
    facts: { owner: demoService(service).owner, ...facts },
  });
  const cause = running(
    'cause',
    'deployment',
    ['payments-gateway', 'production'],
    'Deploy payments-gateway v4.91.0 to production',
    71 * minute,
    {
      source: 'deployer',
      version: 'v4.91.0',
      sha: chance.hex(40),
      eventType: 'deployment.rollout',
      priority: 'P3',
      message: 'Send 3-D Secure 2.3 fields',
      ticket: 'SHOP-7719',
    },
  );
  const payments = tell(
    {
      key: 'present incident',
      service: demoService('payments-gateway'),
      errors: ['Challenge answered with transStatus=U', 'Authorisation rate below 92 %'],
      title: 'Authorisation rate below 92 % for cards from two banks',
      priority: 'P1',
      worst: 'critical',
      from: now - 58 * minute,
      until: now + hour,
      signals: 190,
      cause: cause.key,
      after: cause.key,
      notes: [
        'Only challenges from two issuers fail. Asking the acquirer.',
        'The acquirer sees **3-D Secure 2.3** fields that the issuers do not know.',
      ],
      resolution: 'Rolled back.',
      pace: { acknowledge: 4 * minute, resolve: 20 * minute },
    },
    chance,
  );
  const callers = tell(
    {
      key: 'present callers',
      service: demoService('checkout-api'),
      errors: ['Timeout calling payments-gateway', 'HTTP 500 rate of POST /orders above 5 %'],
      priority: 'P2',
      from: now - 19 * minute,
      until: now + hour,
      signals: 90,
      cause: cause.key,
      notes: [],
      resolution: 'payments-gateway was rolled back.',
      pace: { acknowledge: 3 * hour },
    },
    chance,
  );
  return [
    {
      ...cause,
      endsAt: now - 62 * minute,
      steps: [moved(now - 62 * minute, 'deployer', 'success', 'Every replica is up to date')],
    },
    ...payments.signals,
    payments.incident,
    ...callers.signals,
    callers.incident,
    ...present(seed, now),
    running(
      'rollout',
      'deployment',
      ['storefront-web', 'production'],
      'Deploy storefront-web v5.91.0 to production',
      6 * minute,
      {
        source: 'deployer',
        version: 'v5.91.0',
        sha: chance.hex(40),
        eventType: 'deployment.rollout',
        message: 'Speed up the first paint of category pages',
        links: [{ title: 'Rollout', url: 'https://deploy.example.com/production/storefront-web/v5.91.0' }],
      },
    ),
    running('build', 'build', ['cart-api', null], 'Build cart-api branch SHOP-8120', 3 * minute, {
      source: 'ci',
      eventType: 'build.branch',
      ticket: 'SHOP-8120',
    }),
    running(
      'reindex',
      'operation',
      ['search-indexer', 'production'],
      'Rebuild the search index',
      2 * hour + 25 * minute,
      {
        source: 'change-calendar',
        category: 'maintenance',
        priority: 'P3',
        eventType: 'operation.maintenance',
      },
    ),
    running(
      'copy',
      'operation',
      ['catalog-api', 'production'],
      'Move product images to the new bucket',
      31 * hour,
      {
        source: 'change-calendar',
        category: 'migration',
        priority: 'P2',
        eventType: 'operation.migration',
        message: '18.4 of 26 million images copied.',
      },
    ),
    running(
      'robot',
      'rpa_usage',
      ['back-office-robots', 'production'],
      'Read supplier invoices',
      18 * minute,
      {
        source: 'orchestrator',
        category: 'robot',
        eventType: 'rpa.run',
        payload: { robot: 'RB-1', items: 912 },
      },
    ),
  ];
}

/** What stands on the board beside it: begun so long ago, and how far it has come. Nothing is closed before days have passed. */
function present(seed: string, now: number): Activity[] {
  const board: [ScenarioName, ago: number, lasts: number, acknowledge: number, signals: number][] = [
    ['disk', 8 * minute, 2 * hour, 2 * hour, 40],
    ['keys', 96 * minute, 4 * hour, 11 * minute, 120],
    ['failover', 5 * hour, 21 * minute, 6 * minute, 34],
    ['mails', 9 * hour, 2 * hour, 14 * minute, 3],
    ['pool', 21 * hour, 38 * minute, 3 * minute, 260],
    ['slowCatalog', 27 * hour, 44 * minute, 9 * minute, 72],
    ['sms', 45 * hour, 2 * hour, 22 * minute, 51],
  ];
  return board.flatMap(([name, ago, lasts, acknowledge, signals]) =>
    play(name, `present ${name}`, now - ago, new Chance(`${seed} present ${name}`), {
      until: now - ago + lasts,
      signals,
      pace: { acknowledge, resolve: 12 * minute, close: 4 * day },
    }),
  );
}
