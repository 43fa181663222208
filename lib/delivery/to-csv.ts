import { toCsv } from '@/lib/csv';
import type { DeliveryRowWire, DeliveryWire } from './schemas';

/** Figures and their rows as tables for spreadsheets. Times in seconds, shares from 0 to 1; what is not known is empty. Pure. */

const cell = (value: number | null) => value ?? '';
const seconds = (ms: number | null) => (ms === null ? '' : Math.round(ms / 1000));

/** A line for each group, the total last. */
export function deliveryCsv(metrics: DeliveryWire): string {
  const line = (value: string, figures: DeliveryWire['total']) => [
    value,
    figures.deployments,
    cell(figures.frequency.value),
    seconds(figures.leadTime.value),
    seconds(figures.leadTime.p90),
    cell(figures.changeFailureRate.value),
    seconds(figures.recoveryTime.value),
    seconds(figures.recoveryTime.p90),
    cell(figures.reworkRate.value),
  ];
  return toCsv([
    [
      metrics.groupBy,
      'deployments',
      'deployments_per_day',
      'lead_time_p50_seconds',
      'lead_time_p90_seconds',
      'change_failure_rate',
      'recovery_time_p50_seconds',
      'recovery_time_p90_seconds',
      'rework_rate',
    ],
    ...metrics.groups.map((group) => line(group.value, group)),
    line('total', metrics.total),
  ]);
}

/** A line for each deployment. */
export function deliveryRowsCsv(rows: readonly DeliveryRowWire[]): string {
  return toCsv([
    [
      'deployment',
      'service',
      'environment',
      'version',
      'started',
      'ended',
      'by',
      'failed_change',
      'why',
      'incident',
      'lead_time_seconds',
      'recovered',
      'recovery_time_seconds',
      'rework',
    ],
    ...rows.map((row) => [
      row.deploymentId,
      row.service,
      row.environment,
      row.version ?? '',
      row.at,
      row.until ?? '',
      row.by,
      String(row.failed),
      row.why ?? '',
      cell(row.incident),
      seconds(row.leadMs),
      row.recoveredAt ?? '',
      seconds(row.recoveryMs),
      String(row.rework),
    ]),
  ]);
}
