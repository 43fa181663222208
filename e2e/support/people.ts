import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import type pg from 'pg';
import type { Role } from '@/lib/access/roles';

/** People and their sessions, made behind the product's back: for journeys that are about what somebody may do, not about signing in. */

export interface TestPerson {
  id: string;
  name: string;
}

/** Adds somebody who can sign in. With the first administrator a product asks everybody to. */
export async function addPerson(
  client: pg.Client,
  name: string,
  role: Role,
  grants: Record<string, Role> = {},
): Promise<TestPerson> {
  const id = randomUUID();
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.com`;
  await client.query('INSERT INTO person (id, name, email, email_key, role) VALUES ($1, $2, $3, $3, $4)', [
    id,
    name,
    email,
    role,
  ]);
  for (const [environment, granted] of Object.entries(grants)) {
    await client.query(
      `INSERT INTO person_grant (person_id, environment_id, role) SELECT $1, id, $3 FROM environment WHERE name_key = $2`,
      [id, environment, granted],
    );
  }
  return { id, name };
}

/** Signs somebody in in a browser. */
export async function signIn(
  client: pg.Client,
  { id }: TestPerson,
  context: BrowserContext,
  url: string,
): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  await client.query(
    `INSERT INTO session (token_hash, id, person_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')`,
    [createHash('sha256').update(token).digest(), randomUUID(), id],
  );
  await context.addCookies([{ name: 'shiplog-session', value: token, url }]);
}

/** Ends all sessions of somebody, as an administrator does. */
export const endSessions = (client: pg.Client, { id }: TestPerson) =>
  client.query('DELETE FROM session WHERE person_id = $1', [id]);

export const setRole = (client: pg.Client, { id }: TestPerson, role: Role) =>
  client.query('UPDATE person SET role = $2 WHERE id = $1', [id, role]);
