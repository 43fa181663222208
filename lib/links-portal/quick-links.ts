import { randomBytes } from 'node:crypto';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { prisma } from '@/lib/db/prisma';
import { DomainError } from '@/lib/errors';
import { httpUrl } from '@/lib/links';
import type { LinkBody, QuickLinkWire } from './schemas';

/** The quick links of the portal. They are few: all are read at once. */

/** Most links that are kept. */
const maxQuickLinks = 2000;

interface Row extends LinkBody {
  id: string;
  createdAt: Date;
  updatedAt: Date;
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

function toWire(row: Row): QuickLinkWire {
  const optional = (['description', 'icon', 'color', 'logo'] as const).filter((field) => row[field] !== '');
  return {
    id: row.id,
    group: row.group,
    name: row.name,
    url: row.url,
    ...Object.fromEntries(optional.map((field) => [field, row[field]])),
    created_at: seconds(row.createdAt),
    updated_at: seconds(row.updatedAt),
  };
}

/** Seconds since the epoch and eight random bytes: ids in the form that this wire's clients know. */
function newId(): string {
  const time = Math.floor(Date.now() / 1000).toString(16);
  return time.padStart(8, '0').slice(-8) + randomBytes(8).toString('hex');
}

/** All links by group, then name. One that came into the database by other ways and is no http link is left out. */
export async function listQuickLinks(): Promise<QuickLinkWire[]> {
  const rows = await prisma().quickLink.findMany({ take: maxQuickLinks });
  const order = (a: string, b: string) => a.localeCompare(b, 'en');
  return rows
    .filter(({ url }) => httpUrl(url) !== null)
    .sort((a, b) => order(a.group, b.group) || order(a.name, b.name) || order(a.id, b.id))
    .map(toWire);
}

/** Adds a link; one with the same id is there already when a request is repeated. Throws `conflict` when there are too many. */
export async function createQuickLink(
  link: LinkBody,
  id = newId(),
  audit?: AuditTrail,
): Promise<QuickLinkWire> {
  if ((await prisma().quickLink.count()) >= maxQuickLinks)
    throw new DomainError('conflict', `there are ${maxQuickLinks} links already; delete some first`);
  const made = toWire(
    await prisma().quickLink.upsert({ where: { id }, create: { ...link, id }, update: {} }),
  );
  audit?.note({ subject: `link:${made.id}`, after: made });
  return made;
}

const missing = (id: string) => new DomainError('not_found', `no link ${id.slice(0, 60)} exists`);

/** The id in the form it is kept. Throws `invalid` for what can be none. */
function idOf(text: string): string {
  if (/^[0-9a-f]{24}$/i.test(text)) return text.toLowerCase();
  throw new DomainError(
    'invalid',
    `${JSON.stringify(text.slice(0, 60))} is no id: it must be 24 hexadecimal digits`,
  );
}

/** Replaces all of a link but its creation. Throws `invalid` for a malformed id, `not_found` for an unknown one. */
export async function replaceQuickLink(
  id: string,
  link: LinkBody,
  audit?: AuditTrail,
): Promise<QuickLinkWire> {
  const where = { id: idOf(id) };
  const before = await prisma().quickLink.findUnique({ where });
  const [row] = await prisma().quickLink.updateManyAndReturn({
    where,
    data: { ...link, updatedAt: new Date() },
  });
  if (!row) throw missing(id);
  if (before) audit?.note({ subject: `link:${row.id}`, ...changed(toWire(before), toWire(row)) });
  return toWire(row);
}

/** Deletes a link; one that is not there is deleted already. Throws `invalid` for a malformed id. */
export async function deleteQuickLink(id: string, audit?: AuditTrail): Promise<void> {
  const where = { id: idOf(id) };
  const before = await prisma().quickLink.findUnique({ where });
  await prisma().quickLink.deleteMany({ where });
  if (before) audit?.note({ subject: `link:${before.id}`, before: toWire(before), after: null });
}
