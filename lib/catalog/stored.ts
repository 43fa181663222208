import type { z } from 'zod';
import { type EntryWire, entrySummaryWire, entryWire } from './schemas';

/**
 * What the columns of JSON and lists of `catalog_entry` say. They were checked when they were stored; a row that came by
 * other ways may hold anything, and only what has its form counts: one bad item takes nothing else with it.
 */

/** Columns without a form of their own in the database. Null where nothing was said. */
export interface StoredColumns {
  links: unknown;
  sla: unknown;
  available_versions: unknown;
  deliverables: unknown;
  channels: unknown;
  dashboards: unknown;
  vulnerabilities: unknown;
  infrastructure: unknown;
}

type StoredPart =
  | 'links'
  | 'sla'
  | 'availableVersions'
  | 'deliverables'
  | 'channels'
  | 'dashboards'
  | 'vulnerabilities'
  | 'infrastructure';

const { shape } = entryWire;

function items<T>(item: z.ZodType<T>, stored: unknown): T[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((value: unknown) => {
    const read = item.safeParse(value);
    return read.success ? [read.data] : [];
  });
}

const orNull = <T>(schema: z.ZodType<T>, stored: unknown): T | null => {
  const read = schema.safeParse(stored);
  return read.success ? read.data : null;
};

export const storedSla = (stored: unknown) => orNull(shape.sla, stored);
/** The sums of vulnerabilities, without their sources. */
export const storedCounts = (stored: unknown) => orNull(entrySummaryWire.shape.vulnerabilityCounts, stored);
export const storedDeliverables = (stored: unknown) => items(shape.deliverables.element, stored);

/** All of them, as a row has them. Addresses in them are as they were stored: nothing here may become a link unseen. */
export function storedParts(row: StoredColumns): Pick<EntryWire, StoredPart> {
  return {
    links: items(shape.links.element, row.links),
    sla: storedSla(row.sla),
    availableVersions: items(shape.availableVersions.element, row.available_versions),
    deliverables: storedDeliverables(row.deliverables),
    channels: items(shape.channels.element, row.channels),
    dashboards: items(shape.dashboards.element, row.dashboards),
    vulnerabilities: orNull(shape.vulnerabilities, row.vulnerabilities),
    infrastructure: items(shape.infrastructure.element, row.infrastructure),
  };
}
