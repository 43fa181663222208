import type { Pool, PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import { hashSecret, randomText } from './token-secret';

/** Codes in links that work once: to set up, to accept an invitation, to choose a new password. */

export type CodePurpose = 'set_up' | 'invite' | 'reset';

/** How long each works. */
export const codeLastsMs: Record<CodePurpose, number> = {
  set_up: 86_400_000,
  invite: 7 * 86_400_000,
  reset: 86_400_000,
};

/** A code as it is handed out, once: only its digest is kept. */
export interface NewCode {
  code: string;
  expiresAt: Date;
}

type Database = Pick<Pool | PoolClient, 'query'>;

/** Makes a code. A new one for a person replaces the ones before it; set-up codes stand beside each other. */
export async function createCode(
  db: Database,
  purpose: CodePurpose,
  personId: string | null,
): Promise<NewCode> {
  const code = randomText(32);
  if (personId !== null) await db.query('DELETE FROM one_time_code WHERE person_id = $1', [personId]);
  const { rows } = await db.query<{ expires_at: Date }>(
    `INSERT INTO one_time_code (hash, purpose, person_id, expires_at)
     VALUES ($1, $2, $3, now() + $4 * interval '1 ms') RETURNING expires_at`,
    [hashSecret(code), purpose, personId, codeLastsMs[purpose]],
  );
  return { code, expiresAt: (rows[0] as { expires_at: Date }).expires_at };
}

/** What a code that still works is for. */
export interface KnownCode {
  purpose: CodePurpose;
  personId: string | null;
}

/** Looks a code up; null for one that never was, was used, or is too old. @param lock whether others who use it have to wait */
export async function findCode(db: Database, code: string, lock = false): Promise<KnownCode | null> {
  const { rows } = await db.query<{ purpose: CodePurpose; person_id: string | null }>(
    `SELECT purpose, person_id FROM one_time_code WHERE hash = $1 AND expires_at > now()${lock ? ' FOR UPDATE' : ''}`,
    [hashSecret(code)],
  );
  const [row] = rows;
  return row ? { purpose: row.purpose, personId: row.person_id } : null;
}

/** Ends codes: those of a person, or all set-up codes. */
export async function endCodes(
  db: Database,
  whose: { personId: string } | { purpose: 'set_up' },
): Promise<void> {
  if ('personId' in whose) await db.query('DELETE FROM one_time_code WHERE person_id = $1', [whose.personId]);
  else await db.query('DELETE FROM one_time_code WHERE purpose = $1', [whose.purpose]);
}

/** Removes what no longer works: codes and sessions. Answers how many there were. */
export async function sweepSignIns(): Promise<number> {
  const codes = await pool().query('DELETE FROM one_time_code WHERE expires_at < now()');
  const sessions = await pool().query('DELETE FROM session WHERE expires_at < now()');
  return (codes.rowCount ?? 0) + (sessions.rowCount ?? 0);
}
