import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import type { WindowSpan } from './evaluate-types';
import { type RuleRow, ruleOf, ruleRowColumns } from './rule-row';
import { openWindow } from './schedule';

/** A no-deploy window that is open somewhere. */
export interface OpenWindowAt {
  ruleId: string;
  name: string;
  reason: string;
  /** RFC 3339. */
  until: string;
}

/**
 * For any service and environment the no-deploy window of an enabled rule that is open there at an instant, or null; of several, the
 * one that ends last. Rules are those of now.
 */
export async function openWindowsAt(
  instant: number,
): Promise<(service: string, environment: string) => OpenWindowAt | null> {
  const { rows } = await pool().query<RuleRow>(
    `SELECT ${ruleRowColumns} FROM deployment_rule r WHERE r.kind = 'window' AND r.mode = 'enabled' ORDER BY r.name, r.id`,
  );
  const keysOf = (names: readonly string[]) => new Set(names.map(nameKey));
  const open = rows
    .flatMap((row) => {
      const rule = ruleOf(row);
      const span: WindowSpan | null = rule.kind === 'window' ? openWindow(rule.schedule, instant) : null;
      return span
        ? [{ row, span, services: keysOf(rule.services), environments: keysOf(rule.environments) }]
        : [];
    })
    .sort((a, b) => b.span.endsAt - a.span.endsAt);
  if (open.length === 0) return () => null;
  const isFor = (keys: ReadonlySet<string>, name: string) => keys.size === 0 || keys.has(nameKey(name));
  return (service, environment) => {
    const found = open.find(
      ({ services, environments }) => isFor(services, service) && isFor(environments, environment),
    );
    return found
      ? {
          ruleId: found.row.id,
          name: found.row.name,
          reason: found.row.reason,
          until: new Date(found.span.endsAt).toISOString(),
        }
      : null;
  };
}
