import { pool } from '@/lib/db/pool';
import { assessCompliance, type ComplianceProject, type Deliverable } from './compliance';
import type { ComplianceWire } from './operations';
import { entryJoin } from './row';
import { storedDeliverables } from './stored';
import { deliverableTypes, type EntryType } from './vocabulary';

/** The version compliance of every project that is there. */
export async function readCompliance(types: readonly EntryType[] = []): Promise<ComplianceWire> {
  const [projects, used] = await Promise.all([
    pool().query<{ name: string; deliverables: unknown }>(
      `SELECT s.name, c.deliverables FROM service s ${entryJoin} WHERE c.type = 'project' AND c.gone_at IS NULL`,
    ),
    // What is used without being described as a deliverable has the type that its users say.
    pool().query<Deliverable>(
      `SELECT s.name, c.type, c.latest_version AS "latestVersion", c.reference_version AS "referenceVersion"
       FROM service s ${entryJoin} WHERE c.gone_at IS NULL AND (c.type IS NULL OR c.type = ANY ($1)) AND c.service_id IS NOT NULL`,
      [deliverableTypes],
    ),
  ]);
  const uses: ComplianceProject[] = projects.rows.map(({ name, deliverables }) => ({
    name,
    deliverables: storedDeliverables(deliverables),
  }));
  return assessCompliance(uses, used.rows, types);
}
