import { describe, expect, test } from 'vitest';
import { rebased } from '@/components/forms/rebased';
import { type EntryWire, entryPatch } from '@/lib/catalog/schemas';
import {
  emptyRow,
  emptyValues,
  errorsOf,
  errorsOfProblem,
  patchOf,
  toFields,
  valuesOf,
} from './entry-values';

const entry: EntryWire = {
  name: 'checkout-api',
  type: 'project',
  language: 'java',
  platform: 'kubernetes',
  lifecycle: 'production',
  owner: 'team-checkout',
  ownerSource: 'catalog',
  version: '2.0.0',
  description: 'Turns a cart into an order.',
  link: '',
  repository: 'git@example.com:shop/checkout.git',
  latestVersion: '2.1.0',
  referenceVersion: '',
  discovered: false,
  gone: false,
  firstSeenAt: null,
  lastSeenAt: null,
  links: [{ title: 'Runbook', url: 'https://docs.example.com/' }],
  sla: { level: 'critical', uptimePercentage: 99.95, responseTimeMs: null, description: '' },
  availableVersions: ['2.1.0', '2.0.0'],
  deliverables: [{ name: 'jvm-base', type: 'container', version: '1', description: 'kept' }],
  channels: [{ type: null, name: '#checkout', url: '', description: '' }],
  dashboards: [],
  vulnerabilities: {
    critical: 0,
    high: 2,
    medium: 0,
    low: 0,
    info: 0,
    total: 2,
    lastUpdatedAt: null,
    sources: [
      {
        name: 'scan',
        type: '',
        url: '',
        critical: 0,
        high: 2,
        medium: 0,
        low: 0,
        info: 0,
        total: 2,
        lastScanAt: null,
        scanVersion: '3',
        description: '',
      },
    ],
  },
  infrastructure: [
    {
      id: 'db',
      name: 'store',
      type: 'database_postgresql',
      description: '',
      provider: '',
      region: '',
      endpoint: 'db.internal:5432',
      metadata: { size: 'large=ish' },
      connectedServices: ['orders, all'],
    },
  ],
  dependsOn: ['cart-api'],
  dependents: [],
  lastDeployment: null,
  environments: [],
  goneAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: '',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: '',
  revision: 3,
};

describe('the form of a service', () => {
  test('an entry that nobody touched changes nothing', () => {
    expect(patchOf(valuesOf(entry), valuesOf(entry))).toEqual({});
  });

  test('everything that is shown can be sent back, and is accepted', () => {
    const fields = toFields(valuesOf(entry));
    expect(entryPatch.safeParse(fields).error).toBeUndefined();
    expect(fields).toMatchObject({
      sla: { level: 'critical', uptimePercentage: 99.95, responseTimeMs: null },
      deliverables: [{ name: 'jvm-base', type: 'container', version: '1', description: 'kept' }],
      infrastructure: [{ metadata: { size: 'large=ish' }, connectedServices: ['orders, all'] }],
      vulnerabilities: { sources: [{ name: 'scan', high: 2, scanVersion: '3' }] },
    });
  });

  test('only what was changed is sent; cleared fields are cleared', () => {
    const values = { ...valuesOf(entry), owner: 'team-b', slaLevel: '', slaUptime: '', platform: '' };
    expect(patchOf(values, valuesOf(entry))).toEqual({ owner: 'team-b', sla: null, platform: null });
  });

  test('an owner that only events name is not taken for one that was entered', () => {
    expect(valuesOf({ ...entry, ownerSource: 'events' }).owner).toBe('');
  });

  test('what cannot be read as a number is refused with words, not dropped', () => {
    const parsed = entryPatch.safeParse(toFields({ ...emptyValues, slaUptime: 'much' }));
    expect(parsed.error?.issues[0]).toMatchObject({
      path: ['sla', 'uptimePercentage'],
      message: 'must be a number from 0 to 100',
    });
  });

  test('an error stands at the line where it was typed, whatever blank lines are above', () => {
    const values = {
      ...emptyValues,
      channels: [emptyRow.channels, { ...emptyRow.channels, url: 'javascript:alert(1)' }],
      vulnerabilities: [emptyRow.vulnerabilities, { ...emptyRow.vulnerabilities, name: 'x', high: '-1' }],
    };
    const parsed = entryPatch.safeParse(toFields(values));
    const errors = errorsOf(parsed.error?.issues ?? [], values);
    expect(Object.keys(errors).sort()).toEqual(['channels.1.url', 'vulnerabilities.1.high']);
  });

  test('the pointers of the server name the same places', () => {
    const values = { ...emptyValues, links: [emptyRow.links, { title: 'a', url: 'b' }] };
    const problem = {
      type: '',
      title: '',
      status: 422,
      detail: '',
      code: 'invalid',
      errors: [
        { pointer: '/links/0/url', detail: 'is wrong' },
        { pointer: '/dependsOn/0', detail: 'is itself' },
      ],
    };
    expect(errorsOfProblem(problem, values)).toEqual({
      'links.1.url': 'is wrong',
      'dependsOn.0': 'is itself',
    });
    expect(errorsOfProblem(null, values)).toBeNull();
  });

  test('over a newer entry what was typed stays, and the rest is what it has become', () => {
    const base = valuesOf(entry);
    const newer = valuesOf({ ...entry, owner: 'team-b', description: 'Newer.' });
    const merged = rebased({ ...base, owner: 'team-c' }, base, newer);
    expect(merged).toMatchObject({ owner: 'team-c', description: 'Newer.' });
  });
});
