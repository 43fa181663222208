import { beforeEach, expect, test } from 'vitest';
import { fillDemo } from '@/lib/demo/store';
import { demoWorld } from '@/lib/demo/world';
import { emptyTables } from '@/lib/testing/empty-tables';
import { incidentFigures } from './figures';
import { incidentFilters, incidentListQuery } from './filters';
import { incidentFiguresOperation } from './insight-operations';
import { listIncidents } from './list-incidents';

const now = Date.UTC(2026, 10, 19, 14, 20);

beforeEach(async () => {
  await emptyTables('event');
  await fillDemo(demoWorld('1', now));
});

test('the rows behind a figure are as many as the figure says', async () => {
  for (const by of ['service', 'severity', 'category', 'environment'] as const) {
    const figures = await incidentFigures(
      { ...incidentFiguresOperation.query?.parse({ by: [by], from: ['now-30d'] }), by },
      now,
    );
    expect(figures.total.incidents).toBeGreaterThan(10);
    for (const { value, incidents } of figures.groups) {
      const filters = incidentFilters.parse({ [by]: [value], startedFrom: ['now-30d'], to: ['now'] });
      const page = await listIncidents({ ...incidentListQuery.parse({ limit: ['500'] }), ...filters }, now);
      expect([by, value, page.items.length]).toEqual([by, value, incidents]);
    }
  }
});
