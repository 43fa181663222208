import { describe, expect, it } from 'vitest';
import { dataOf } from './entry-data';
import { type EntryRow, toEntry } from './row';
import { entrySummaryWire, entryWire } from './schemas';
import { storedCounts, storedDeliverables, storedSla } from './stored';

const known = new Date('2026-03-01T10:00:00Z');

/** A row as somebody may have written it by SQL: its columns of JSON and lists hold anything. */
const rowWith = (stored: { [K in keyof EntryRow]?: unknown }): EntryRow =>
  ({
    id: 1,
    name: 'checkout',
    name_key: 'checkout',
    known_at: known,
    type: null,
    language: null,
    platform: null,
    owner: '',
    own_owner: null,
    link: null,
    repository: null,
    discovered: true,
    gone_at: null,
    first_at: null,
    last_at: null,
    deployment_id: null,
    links: null,
    sla: null,
    available_versions: null,
    deliverables: null,
    channels: null,
    dashboards: null,
    vulnerabilities: null,
    infrastructure: null,
    completed_at: null,
    revision: 0,
    created_at: null,
    created_by: null,
    updated_at: null,
    updated_by: null,
    depends_on: [],
    dependents: [],
    ...stored,
  }) as EntryRow;

const columns = [
  'links',
  'sla',
  'available_versions',
  'deliverables',
  'channels',
  'dashboards',
  'vulnerabilities',
  'infrastructure',
] as const;
const anything = [
  null,
  0,
  'javascript:alert(1)',
  true,
  {},
  { length: 3 },
  [],
  [null],
  [[]],
  ['x', 7, { url: 7 }, { url: null, title: {} }],
  { sources: null },
  { sources: [null], critical: 'many' },
  { level: 'supreme', uptimePercentage: [] },
];

describe('an entry whose row came by other ways', () => {
  it.each(columns)('is answered in its form, whatever %s holds', (column) => {
    for (const value of anything) {
      const { serviceId: _, ...entry } = toEntry(rowWith({ [column]: value }));
      expect(() => entryWire.parse({ ...entry, environments: [] })).not.toThrow();
      expect(() => entryWire.partial().parse(dataOf(rowWith({ [column]: value })))).not.toThrow();
      expect(JSON.stringify(entry)).not.toContain('javascript:');
    }
  });

  it('is listed and counted, whatever its row holds', () => {
    for (const value of anything) {
      expect(entryWire.shape.sla.safeParse(storedSla(value)).success).toBe(true);
      expect(entrySummaryWire.shape.vulnerabilityCounts.safeParse(storedCounts(value)).success).toBe(true);
      expect(entryWire.shape.deliverables.safeParse(storedDeliverables(value)).success).toBe(true);
    }
  });

  it('keeps what is right beside what is wrong', () => {
    const runbook = { title: 'Runbook', url: 'https://docs.example.com/runbook' };
    const chart = { name: 'service-chart', type: 'chart', version: '3.9.0', description: '' };
    const board = { type: null, name: 'Latency', url: 'javascript:alert(1)', description: '' };
    const entry = toEntry(
      rowWith({
        links: [null, runbook, { title: 'Attack', url: 'javascript:alert(1)' }, { url: runbook.url }],
        deliverables: ['service-chart', chart, { ...chart, type: 'spell' }],
        dashboards: [board, { ...board, url: 7 }],
        available_versions: ['2.0.0', null, '1.0.0'],
      }),
    );
    expect(entry.links).toEqual([runbook]);
    expect(entry.deliverables).toEqual([chart]);
    expect(entry.dashboards).toEqual([{ ...board, url: '' }]);
    expect(entry.availableVersions).toEqual(['2.0.0', '1.0.0']);
  });
});
