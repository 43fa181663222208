import { toCsv } from '@/lib/csv';
import type { DeploymentPageWire, DeploymentWire } from '@/lib/deployments/schemas';
import { ask } from '@/lib/http/client';

/** Most rows of one file. */
export const mostRows = 5_000;

/** The history as a spreadsheet has it. Pure. */
export function historyCsv(rows: readonly DeploymentWire[]): string {
  return toCsv([
    [
      'Began',
      'Ended',
      'Service',
      'Environment',
      'Version',
      'Previous version',
      'Change',
      'State',
      'Seconds',
      'By',
      'Reported by',
      'Commit',
      'Incidents',
      'Run',
      'Id',
    ],
    ...rows.map((row) => [
      row.at,
      row.until ?? '',
      row.service,
      row.environment ?? '',
      row.version ?? '',
      row.previousVersion ?? '',
      row.change ?? '',
      row.phase,
      row.durationMs === null ? '' : Math.round(row.durationMs / 1000),
      row.by,
      row.source,
      row.sha ?? '',
      row.incidents.map((number) => `#${number}`).join(' '),
      row.runUrl ?? '',
      row.id,
    ]),
  ]);
}

/** All that is listed, page after page, and whether there was more. */
export async function readAll(query: string): Promise<{ rows: DeploymentWire[]; cut: boolean }> {
  const rows: DeploymentWire[] = [];
  const search = new URLSearchParams(query);
  search.set('limit', '500');
  search.delete('total');
  for (;;) {
    const page = await ask<DeploymentPageWire>(`/api/v2/deployments?${search}`);
    rows.push(...page.items);
    if (page.nextCursor === null) return { rows, cut: false };
    if (rows.length >= mostRows) return { rows, cut: true };
    search.set('cursor', page.nextCursor);
  }
}
