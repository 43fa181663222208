import { type EntryData, merge, nothingSaid } from '@/lib/catalog/entry-data';
import { type EntryPatchInput, entryPatch } from '@/lib/catalog/schemas';
import type { Language, Platform, SlaLevel } from '@/lib/catalog/vocabulary';
import { Chance } from './random';
import { type DemoService, demoServices } from './services';
import type { World } from './world';

/** What the shop's catalog says of its services and of what they are made of. Pure. */

interface Facts {
  language: Language;
  platform: Platform;
  sla: [level: SlaLevel, uptime: number, responseMs: number];
  description: string;
  /** Of the shared parts below, in which version. */
  uses: Partial<Record<(typeof parts)[number]['name'], string>>;
  database?: 'database_postgresql' | 'database_redis' | 'database_elasticsearch' | 'messaging_kafka';
}

/** Shared parts: what projects use in a version of their own choice. */
export const parts = [
  {
    name: 'http-kit',
    type: 'library',
    language: 'golang',
    versions: ['2.4.1', '2.4.0', '2.3.0', '1.9.0'],
    reference: '2.4.0',
  },
  {
    name: 'ui-kit',
    type: 'package',
    language: 'typescript',
    versions: ['9.0.0-rc.2', '8.3.0', '8.2.1'],
    reference: '8.3.0',
  },
  {
    name: 'jvm-base',
    type: 'container',
    language: 'docker',
    versions: ['2026.10', '2026.07', '2026.04'],
    reference: '2026.07',
  },
  {
    name: 'service-chart',
    type: 'chart',
    language: 'helm',
    versions: ['3.12.0', '3.11.2', '3.9.0'],
    reference: '3.11.2',
  },
  {
    name: 'terraform-network',
    type: 'module',
    language: 'terraform',
    versions: ['v5.1.0', 'v5.0.3', 'v4.8.0'],
    reference: 'v5.0.3',
  },
] as const;

/** `back-office-robots` is not here: nobody has described it yet. */
const facts: Record<string, Facts> = {
  'storefront-web': {
    language: 'typescript',
    platform: 'cloudfront',
    sla: ['critical', 99.95, 800],
    description: 'The shop that customers see.',
    uses: { 'ui-kit': '8.3.0', 'service-chart': '3.12.0' },
  },
  'cart-api': {
    language: 'kotlin',
    platform: 'kubernetes',
    sla: ['high', 99.9, 250],
    description: 'Carts of customers, signed in or not.',
    uses: { 'jvm-base': '2026.07', 'service-chart': '3.11.2' },
    database: 'database_redis',
  },
  'checkout-api': {
    language: 'java',
    platform: 'kubernetes',
    sla: ['critical', 99.95, 400],
    description: 'Turns a cart into an order.',
    uses: { 'jvm-base': '2026.04', 'service-chart': '3.11.2' },
    database: 'database_postgresql',
  },
  'payments-gateway': {
    language: 'golang',
    platform: 'kubernetes',
    sla: ['critical', 99.99, 300],
    description: 'Talks to acquirers and keeps card data away from everybody else.',
    uses: { 'http-kit': '2.4.1', 'service-chart': '3.12.0', 'terraform-network': 'v5.0.3' },
    database: 'database_postgresql',
  },
  'payments-ledger': {
    language: 'golang',
    platform: 'ec2',
    sla: ['critical', 99.99, 500],
    description: 'Books every cent twice.',
    uses: { 'http-kit': '1.9.0', 'terraform-network': 'v4.8.0' },
    database: 'database_postgresql',
  },
  'orders-api': {
    language: 'kotlin',
    platform: 'kubernetes',
    sla: ['high', 99.9, 300],
    description: 'Orders from submission to the last parcel.',
    uses: { 'jvm-base': '2026.10', 'service-chart': '3.9.0' },
    database: 'messaging_kafka',
  },
  'inventory-api': {
    language: 'rust',
    platform: 'ecs',
    sla: ['high', 99.9, 120],
    description: 'What lies in which warehouse.',
    uses: { 'terraform-network': 'v5.1.0' },
    database: 'database_postgresql',
  },
  'catalog-api': {
    language: 'typescript',
    platform: 'fargate',
    sla: ['high', 99.9, 200],
    description: 'Products, variants and prices.',
    uses: { 'service-chart': '3.11.2', 'terraform-network': 'v5.0.3' },
    database: 'database_elasticsearch',
  },
  'search-indexer': {
    language: 'python',
    platform: 'lambda',
    sla: ['medium', 99.5, 5000],
    description: 'Keeps the search index fresh.',
    uses: { 'terraform-network': 'v4.8.0' },
    database: 'database_elasticsearch',
  },
  identity: {
    language: 'golang',
    platform: 'kubernetes',
    sla: ['critical', 99.99, 200],
    description: 'Who customers are, and how they prove it.',
    uses: { 'http-kit': '2.4.0', 'service-chart': '3.12.0' },
    database: 'database_postgresql',
  },
  notifications: {
    language: 'php',
    platform: 'ec2',
    sla: ['medium', 99.5, 2000],
    description: 'Mails, text messages and push.',
    uses: { 'service-chart': '3.9.0' },
    database: 'messaging_kafka',
  },
};

export interface DemoEntry {
  name: string;
  data: EntryData;
  dependsOn: readonly string[];
}

/** The entries of the demo world. */
export function demoEntries({ seed, now, events }: World): DemoEntry[] {
  const services = demoServices.flatMap((service): DemoEntry[] => {
    const known = facts[service.name];
    if (!known) return [];
    const versions = events.flatMap(({ service: of, kind, facts: { version } }) =>
      of === service.name && kind === 'deployment' && version ? [version] : [],
    );
    const inProduction = events.findLast(
      (event) =>
        event.service === service.name &&
        event.kind === 'deployment' &&
        event.environment === 'production' &&
        event.status === 'success',
    );
    const patch = descriptionOf(service, known, seed, now, versions, inProduction?.facts.version ?? '');
    return [{ name: service.name, data: said(patch), dependsOn: service.dependsOn }];
  });
  return [
    ...services,
    ...parts.map(({ name, type, language, versions, reference }) => ({
      name,
      data: said({
        type,
        language,
        owner: 'team-platform',
        version: reference,
        description: 'Shared by the services of the shop.',
        repository: `https://git.example.com/shop/${name}`,
        availableVersions: [...versions],
        referenceVersion: reference,
      }),
      dependsOn: [],
    })),
  ];
}

const said = (patch: EntryPatchInput) => merge(nothingSaid, entryPatch.parse(patch));

function descriptionOf(
  { name, owner }: DemoService,
  { language, platform, sla, description, uses, database }: Facts,
  seed: string,
  now: number,
  versions: readonly string[],
  version: string,
): EntryPatchInput {
  const chance = new Chance(`${seed} catalog ${name}`);
  const [level, uptimePercentage, responseTimeMs] = sla;
  const scanned = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
  return {
    type: 'project',
    language,
    platform,
    lifecycle: 'production',
    owner,
    version,
    description,
    link: `https://docs.example.com/${name}`,
    repository: `https://git.example.com/shop/${name}`,
    links: [{ title: 'Runbook', url: `https://docs.example.com/${name}/runbook` }],
    sla: {
      level,
      uptimePercentage,
      responseTimeMs,
      description: 'Measured at the edge, per calendar month.',
    },
    availableVersions: [...new Set(versions)],
    deliverables: Object.entries(uses).map(([part, used]) => ({
      name: part,
      type: parts.find((known) => known.name === part)?.type ?? null,
      version: used,
    })),
    channels: [
      {
        type: 'slack',
        name: `#${owner}`,
        url: `https://example.slack.com/archives/${chance.hex(8).toUpperCase()}`,
      },
      { type: 'email', name: owner, url: `${owner}@example.com` },
    ],
    dashboards: [
      { type: 'grafana', name: 'Golden signals', url: `https://grafana.example.com/d/${name}` },
      { type: 'kibana', name: 'Logs', url: `https://logs.example.com/app/${name}` },
    ],
    vulnerabilities: {
      sources: [
        {
          name: 'Image scan',
          type: 'container',
          url: `https://scan.example.com/${name}`,
          critical: chance.int(0, level === 'critical' ? 0 : 1),
          high: chance.int(0, 3),
          medium: chance.int(0, 9),
          low: chance.int(0, 20),
          lastScanAt: scanned(chance.int(1, 20)),
        },
        {
          name: 'Dependencies',
          type: 'sca',
          url: `https://deps.example.com/${name}`,
          high: chance.int(0, 2),
          medium: chance.int(0, 6),
          lastScanAt: scanned(chance.int(20, 60)),
        },
      ],
    },
    infrastructure: database
      ? [
          {
            id: `${name}-store`,
            name: `${name} store`,
            type: database,
            provider: 'aws',
            region: 'eu-west-3',
            endpoint: `${name}.internal.example.com`,
            connectedServices: [name],
          },
        ]
      : [],
  };
}
