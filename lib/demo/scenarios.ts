import type { EventKind, Priority } from '@/lib/events/vocabulary';
import type { Activity, Facts } from './activity';
import { anyTime, isWeekend, minute, officeTime } from './calendar';
import { Chance } from './random';
import { moved } from './rollouts';
import { type DemoService, demoService } from './services';
import { type Told, type Trouble, tell } from './trouble';

/** Troubles that no release of the service itself brought: each with the change that did it, if any did. */
export interface Scenario {
  service: string;
  errors: Trouble['errors'];
  priority: Priority;
  worst?: Trouble['worst'];
  /** How long errors go on, in minutes. */
  lasts: [min: number, max: number];
  signals: [min: number, max: number];
  origin?: Trouble['origin'];
  title?: string;
  message?: string;
  cause: Cause | null;
  notes: readonly string[];
  resolution: string;
  postmortem?: string;
}

interface Cause {
  kind: Extract<EventKind, 'deployment' | 'operation' | 'drift' | 'infra'>;
  title: string;
  /** Left out for the service itself. */
  service?: string;
  /** How long it began before the errors, and how long it goes on, in minutes. */
  before: [min: number, max: number];
  lasts?: [min: number, max: number];
  /** It is called off when the trouble is understood. */
  stopped?: boolean;
  facts: Facts;
}

const configuration: Facts = {
  source: 'config-service',
  category: 'configuration',
  eventType: 'config.changed',
};

export const scenarios = {
  pool: {
    service: 'orders-api',
    errors: ['Connections to the order database exhausted', 'HTTP 503 from GET /orders/{id}'],
    priority: 'P1',
    worst: 'fatal',
    lasts: [18, 50],
    signals: [30, 80],
    cause: {
      kind: 'operation',
      title: 'Lower the connection limit of the order database to 40',
      before: [4, 14],
      lasts: [1, 3],
      facts: { ...configuration, payload: { key: 'pgbouncer.max_client_conn', from: 200, to: 40 } },
    },
    notes: [
      'Every replica waits for a connection: `active 40, waiting 300+`. The limit was **200** until this morning.',
      'Limit is back at 200. Queue drains:\n\n| time | waiting |\n| --- | --- |\n| now | 310 |\n| +2 min | 40 |\n| +4 min | 0 |',
    ],
    resolution: 'Connection limit set back to 200.',
    postmortem:
      '## What happened\n\nOrders could not be read or placed: the pool of the order database was exhausted.\n\n## Why\n\nThe limit was lowered for a cost review, from a graph of the night.\n\n## What we change\n\n- [ ] Limits are changed with a load test\n',
  },
  heap: {
    service: 'cart-api',
    errors: ['Workers killed for memory', 'p99 latency of PUT /cart above 2 s'],
    priority: 'P1',
    worst: 'critical',
    lasts: [25, 80],
    signals: [20, 50],
    cause: {
      kind: 'drift',
      title: 'Memory limit was lowered on the cluster',
      before: [15, 90],
      facts: {
        source: 'drift-detector',
        category: 'configuration',
        eventType: 'drift.detected',
        level: 'warn',
        message: 'memory: expected 1Gi, found 512Mi.',
        payload: { field: 'memory', expected: '1Gi', actual: '512Mi' },
      },
    },
    notes: ['Workers die after two minutes. The limit on the cluster is **half** of what the manifest says.'],
    resolution: 'Manifest applied again: 1Gi.',
  },
  slowCatalog: {
    service: 'storefront-web',
    errors: ['Timeout calling catalog-api', 'LCP above 4 s for mobile visitors'],
    priority: 'P2',
    lasts: [20, 60],
    signals: [18, 45],
    cause: {
      kind: 'deployment',
      title: 'Deploy catalog-api v8.99.3 to production',
      service: 'catalog-api',
      before: [12, 75],
      lasts: [2, 5],
      facts: {
        source: 'deployer',
        version: 'v8.99.3',
        eventType: 'deployment.rollout',
        message: 'Return prices per region',
      },
    },
    notes: [
      'Our own release is a day old. `catalog-api` went out ten minutes before the first timeout, asked team-discovery.',
      'They found it: prices per region are looked up one by one.',
    ],
    resolution: 'team-discovery switched regional prices off.',
  },
  keys: {
    service: 'identity',
    errors: ['Sign-ins fail: unknown signing key', 'Token endpoint p95 above 800 ms'],
    priority: 'P2',
    worst: 'critical',
    lasts: [15, 45],
    signals: [16, 40],
    cause: {
      kind: 'operation',
      title: 'Rotate the signing keys by hand',
      before: [3, 10],
      lasts: [4, 8],
      facts: {
        source: 'change-calendar',
        category: 'security',
        eventType: 'operation.security',
        priority: 'P3',
      },
    },
    notes: ['Two of five nodes still serve the old key set: their cache lives for an hour.'],
    resolution: 'Caches of the key set emptied on all nodes.',
  },
  archive: {
    service: 'back-office-robots',
    errors: ['Robots may not write to the archive'],
    priority: 'P3',
    lasts: [60, 240],
    signals: [8, 20],
    cause: {
      kind: 'operation',
      title: 'Tighten the role of robots',
      before: [90, 300],
      lasts: [1, 2],
      facts: {
        source: 'iam',
        category: 'security',
        eventType: 'operation.security',
        message: 'Least privilege, part 3.',
      },
    },
    notes: ['Not urgent: contracts wait in the queue and nothing is lost.'],
    resolution: '`s3:PutObject` granted for `archive/*` again.',
  },
  edi: {
    service: 'inventory-api',
    errors: ['Warehouse EDI unreachable', 'Connection refused by warehouse EDI'],
    priority: 'P2',
    lasts: [20, 120],
    signals: [14, 40],
    cause: {
      kind: 'infra',
      title: 'Routes of the warehouse VPN replaced (par-04)',
      before: [2, 8],
      facts: { source: 'cluster', level: 'warn', category: 'network', eventType: 'network.routes.replaced' },
    },
    notes: ['`traceroute` ends at the VPN. The carrier sees the tunnel up, so it is our side.'],
    resolution: 'Old routes restored; the new ones missed the warehouse subnet.',
  },
  sms: {
    service: 'notifications',
    errors: ['SMS provider answers 429', 'Bounce rate above 3 %'],
    priority: 'P3',
    lasts: [30, 150],
    signals: [12, 35],
    cause: null,
    notes: ['Nothing of ours changed today. The provider has an incident on its status page.'],
    resolution: 'The provider has raised the limit again. Nothing of ours did it.',
  },
  disk: {
    service: 'search-indexer',
    errors: ['No space left for the index', 'Bulk request rejected: queue capacity reached'],
    priority: 'P2',
    worst: 'critical',
    lasts: [25, 90],
    signals: [14, 45],
    cause: {
      kind: 'operation',
      title: 'Build the second index of products',
      before: [20, 50],
      lasts: [60, 120],
      stopped: true,
      facts: { source: 'change-calendar', category: 'maintenance', eventType: 'operation.maintenance' },
    },
    notes: ['Two copies of the index do not fit on the volume. Stopping the second one.'],
    resolution: 'Second index deleted, 41 % free again.',
  },
  load: {
    service: 'payments-ledger',
    errors: ['Ledger at full load', 'Replication lag above 30 s'],
    priority: 'P2',
    lasts: [30, 100],
    signals: [12, 40],
    cause: {
      kind: 'operation',
      title: 'Backfill settlement dates',
      before: [8, 20],
      lasts: [90, 150],
      stopped: true,
      facts: {
        source: 'change-calendar',
        category: 'migration',
        eventType: 'operation.migration',
        priority: 'P3',
      },
    },
    notes: ['The backfill runs with 16 workers on the primary. It was meant for the night.'],
    resolution: 'Backfill stopped, goes on at 22:00 with two workers.',
  },
  endpoint: {
    service: 'payments-gateway',
    errors: ['Acquirer endpoint not configured', 'Authorisation rate below 92 %'],
    priority: 'P1',
    worst: 'critical',
    lasts: [10, 35],
    signals: [25, 70],
    cause: {
      kind: 'infra',
      title: 'Configuration of payments-gateway changed: acquirer endpoints',
      before: [1, 6],
      facts: {
        ...configuration,
        level: 'info',
        payload: { key: 'acquirer.endpoint.eu', from: 'set', to: null },
      },
    },
    notes: ['`acquirer.endpoint.eu` is gone from the configuration since the last change. Putting it back.'],
    resolution: 'Configuration restored from its last version.',
    postmortem:
      '## What happened\n\nCards of European customers were declined.\n\n## Why\n\nA cleanup of the configuration removed a key that only production has.\n\n## What we change\n\n- [x] Keys that production reads cannot be removed without a second pair of eyes\n',
  },
  failover: {
    service: 'catalog-api',
    errors: ['Search cluster has no primary', 'Cache hit rate below 60 %'],
    priority: 'P2',
    lasts: [8, 30],
    signals: [10, 30],
    cause: {
      kind: 'infra',
      title: 'Database failed over (fra-11)',
      before: [1, 5],
      facts: {
        source: 'cluster',
        level: 'warn',
        category: 'database',
        eventType: 'database.failover.finished',
      },
    },
    notes: ['The client keeps the address of the old primary. Restarting it in groups of two.'],
    resolution: 'All replicas restarted, the cluster has its primary.',
  },
  mails: {
    service: 'notifications',
    errors: ['Bounce rate above 3 %'],
    priority: 'P3',
    lasts: [60, 240],
    signals: [2, 3],
    origin: 'reported',
    title: 'Customers receive order mails in the wrong language',
    message:
      'Support has **14 tickets** since this morning, all from Belgium.\n\n> Bonjour, pourquoi recevez-vous mes mails en allemand ?',
    cause: {
      kind: 'operation',
      title: 'Switch on templates by language for Belgium',
      before: [70, 160],
      lasts: [1, 2],
      facts: { ...configuration, eventType: 'feature-flag.changed' },
    },
    notes: ['Customers without a language fall back to `de`. Should be the language of the shop.'],
    resolution: 'Flag off for Belgium until the fallback is right.',
  },
  prices: {
    service: 'storefront-web',
    errors: ['Hydration failed on /category pages'],
    priority: 'P3',
    lasts: [40, 150],
    signals: [2, 4],
    origin: 'reported',
    title: 'Prices are shown without tax on category pages',
    message: 'Seen by the category managers, in Safari only.',
    cause: null,
    notes: ['Cannot see any change near it. An old tab with last week’s bundle shows the same.'],
    resolution: 'Browser cache of an old bundle; header corrected.',
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** The troubles that begin on a day. */
export function troubles(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} troubles ${midnight}`);
  const names = Object.keys(scenarios) as ScenarioName[];
  return Array.from({ length: chance.times(isWeekend(midnight) ? 0.2 : 0.65) }, (_, index) => {
    const name = chance.pick(names);
    const from = chance.happens(0.75) ? officeTime(chance, midnight) : anyTime(chance, midnight);
    return play(name, `trouble ${midnight} ${index}`, from, chance);
  }).flat();
}

/** A scenario whose errors begin at a moment. What a caller wants otherwise takes the place of what is drawn. */
export function play(
  name: ScenarioName,
  key: string,
  from: number,
  chance: Chance,
  otherwise: Partial<Pick<Trouble, 'until' | 'signals' | 'pace' | 'priority'>> = {},
): Activity[] {
  const scenario: Scenario = scenarios[name];
  const service = demoService(scenario.service);
  const { cause, errors, priority, notes, resolution, lasts } = scenario;
  const until = from + chance.int(...lasts) * minute;
  const told = tell(
    {
      key: `${key} incident`,
      service,
      errors,
      priority,
      from,
      until,
      signals: chance.int(...scenario.signals),
      notes,
      resolution,
      ...(scenario.worst ? { worst: scenario.worst } : {}),
      ...(scenario.origin ? { origin: scenario.origin } : {}),
      ...(scenario.title ? { title: scenario.title } : {}),
      ...(scenario.message ? { message: scenario.message } : {}),
      ...(scenario.postmortem && chance.happens(0.6) ? { postmortem: scenario.postmortem } : {}),
      ...(cause ? { cause: `${key} cause` } : {}),
      ...otherwise,
    },
    chance,
  );
  const before = cause ? [causeOf(cause, service, `${key} cause`, from, told, chance)] : [];
  return [...before, ...told.signals, told.incident];
}

function causeOf(
  cause: Cause,
  service: DemoService,
  key: string,
  from: number,
  told: Told,
  chance: Chance,
): Activity {
  const at = from - chance.int(...cause.before) * minute - chance.int(1, 59) * 1000;
  const place = cause.service ? demoService(cause.service) : service;
  const who = chance.pick(place.people);
  const base: Activity = {
    key,
    kind: cause.kind,
    title: cause.title,
    service: place.name,
    environment: 'production',
    reportedAt: at,
    reportedBy: cause.kind === 'operation' ? who : (cause.facts.source ?? 'deployer'),
    status: cause.kind === 'drift' ? 'open' : cause.kind === 'infra' ? 'snapshot' : 'start',
    startsAt: at,
    endsAt: null,
    steps: [],
    facts: { owner: place.owner, ...cause.facts },
  };
  if (cause.kind === 'infra') return base;
  if (cause.kind === 'drift') {
    return { ...base, endsAt: told.resolvedAt, steps: [moved(told.resolvedAt, who, 'done', 'Reconciled')] };
  }
  if (cause.stopped) {
    const at = Math.max(told.acknowledgedAt + minute, told.resolvedAt - 20 * minute);
    return {
      ...base,
      endsAt: at,
      steps: [moved(at, who, 'aborted', 'Stopped: too much for production by day')],
    };
  }
  const endsAt = Math.min(at + chance.int(...(cause.lasts ?? [1, 2])) * minute, from - 20_000);
  return { ...base, endsAt, steps: [moved(endsAt, who, 'success', 'Done')] };
}
