import type { Activity } from './activity';
import { hour, minute } from './calendar';
import { signal } from './incidents';
import { Chance } from './random';
import { moved } from './rollouts';
import { demoService } from './services';

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
    status: kind === 'incident' ? 'open' : 'start',
    startsAt: now - ago,
    endsAt: null,
    steps: [],
    facts: { owner: demoService(service).owner, ...facts },
  });
  const gateway = demoService('payments-gateway');
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
  const incident = running(
    'incident',
    'incident',
    ['payments-gateway', 'production'],
    'Authorisation rate below 92 % for cards from two banks',
    47 * minute,
    {
      source: 'alerting',
      priority: 'P1',
      impact: 3,
      level: 'critical',
      category: 'availability',
      notification: true,
      stakeholders: ['team-payments', 'on-call', 'support'],
      ticket: 'INC-1042',
      links: [{ title: 'Dashboard', url: 'https://metrics.example.com/d/payments-gateway' }],
    },
  );
  return [
    {
      ...cause,
      endsAt: now - 62 * minute,
      steps: [moved(now - 62 * minute, 'deployer', 'success', 'Every replica is up to date')],
    },
    {
      ...incident,
      after: cause.key,
      steps: [
        moved(now - 43 * minute, 'elena.popescu', 'in_progress', 'On it'),
        {
          at: now - 30 * minute,
          actor: 'yuki.tanaka',
          type: 'commented',
          comment: 'Only challenges from two issuers fail. Asking the acquirer.',
        },
      ],
    },
    ...Array.from({ length: 22 }, (_, index) =>
      signal(
        gateway,
        gateway,
        `present signal ${index}`,
        now - Math.floor((2 + chance.next() ** 0.7 * 56) * minute),
        chance.happens(0.2) ? 'critical' : 'error',
        'Challenge answered with transStatus=U',
        chance.int(10, 900),
      ),
    ),
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
