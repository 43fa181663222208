import type { Pool, PoolClient } from 'pg';
import type { Role } from '@/lib/access/roles';
import { DomainError } from '@/lib/errors';
import type { PersonGrant, PersonStatus, PersonWire } from './schemas';

/** People as they are stored. */

export type Database = Pick<Pool | PoolClient, 'query'>;

export interface PersonRow {
  id: string;
  revision: number;
  name: string;
  email: string | null;
  role: Role;
  status: PersonStatus;
  password_hash: string | null;
  last_seen_at: Date | null;
  created_at: Date;
  updated_at: Date;
  grants: PersonGrant[];
  providers: string[];
  sessions: number;
  link: { purpose: 'invite' | 'reset'; expiresAt: string } | null;
}

const columns = `p.id, p.revision, p.name, p.email, p.role, p.status, p.password_hash, p.last_seen_at, p.created_at, p.updated_at,
  COALESCE((SELECT json_agg(json_build_object('environment', v.name, 'role', g.role) ORDER BY v.name_key)
            FROM person_grant g JOIN environment v ON v.id = g.environment_id WHERE g.person_id = p.id), '[]') AS grants,
  ARRAY(SELECT DISTINCT a.provider FROM account a WHERE a.person_id = p.id ORDER BY a.provider) AS providers,
  (SELECT count(*)::int FROM session x WHERE x.person_id = p.id AND x.expires_at > now()) AS sessions,
  (SELECT json_build_object('purpose', c.purpose, 'expiresAt', to_char(c.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
   FROM one_time_code c WHERE c.person_id = p.id AND c.expires_at > now() ORDER BY c.created_at DESC LIMIT 1) AS link`;

/** People that a condition is true of, by name. @param where on `p` */
export async function selectPeople(db: Database, where: string, values: unknown[]): Promise<PersonRow[]> {
  const { rows } = await db.query<PersonRow>(
    `SELECT ${columns} FROM person p WHERE ${where} ORDER BY lower(p.name), p.id LIMIT 5000`,
    values,
  );
  return rows;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One person. @throws DomainError `not_found` */
export async function selectPerson(db: Database, id: string): Promise<PersonRow> {
  const [row] = uuid.test(id) ? await selectPeople(db, 'p.id = $1', [id]) : [];
  if (!row) throw new DomainError('not_found', 'Nobody has this id.');
  return row;
}

/** How much of a person somebody gets to see: administrators everything, others themselves and what they need to name others. */
export interface Viewer {
  id: string;
  isAdmin: boolean;
}

export function toWire(row: PersonRow, viewer: Viewer): PersonWire {
  const { isAdmin } = viewer;
  const isOwn = isAdmin || viewer.id === row.id;
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    role: row.role,
    status: row.status,
    grants: row.grants as PersonWire['grants'],
    email: isOwn ? row.email : null,
    lastSeenAt: isAdmin ? (row.last_seen_at?.toISOString() ?? null) : null,
    sessions: isAdmin ? row.sessions : null,
    signsInWith: isOwn ? [...(row.password_hash === null ? [] : ['password']), ...row.providers] : null,
    link: isAdmin ? row.link : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** What the audit log says of a person: no times that move by themselves, nothing that is a secret. */
export function auditOf({ name, email, role, status, grants }: PersonRow) {
  return { name, email, role, status, grants };
}
