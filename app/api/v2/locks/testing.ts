import { expect } from 'vitest';
import { pool } from '@/lib/db/pool';
import { problemWire } from '@/lib/http/problem';
import { grantWire } from '@/lib/locks/schemas';
import { type Called, call } from '@/lib/testing/call';
import { POST as release } from './[id]/release/route';
import { POST as renew } from './[id]/renew/route';
import { POST as takeOver } from './[id]/takeover/route';
import { POST as verify } from './[id]/verify/route';
import { POST as acquire } from './route';

/** A client of the lock routes, for tests. */
export const locks = {
  acquire: (body: unknown, signal?: AbortSignal): Promise<Called> =>
    call(acquire, { body, ...(signal ? { signal } : {}) }),
  renew: (id: string, body: unknown): Promise<Called> => call(renew, { params: { id }, body }),
  verify: (id: string, token: unknown): Promise<Called> => call(verify, { params: { id }, body: { token } }),
  release: (id: string, body: unknown): Promise<Called> => call(release, { params: { id }, body }),
  takeOver: (id: string, body: unknown): Promise<Called> => call(takeOver, { params: { id }, body }),
};

let names = 0;

/** A service that no other test uses. */
export const newService = () => `service-${process.pid}-${++names}`;

/** Lets time pass for one lock as if it had been asked for so much earlier: tests need not wait. */
export async function age(id: string, ms: number): Promise<void> {
  await pool().query(
    `UPDATE resource_lock SET granted_at = granted_at - d, expires_at = expires_at - d, queued_at = queued_at - d,
       seen_until = seen_until - d, free_at = free_at - d, ended_at = ended_at - d, created_at = created_at - d
     FROM (SELECT $2 * interval '1 millisecond' AS d) aged WHERE id = $1`,
    [id, ms],
  );
}

/** What is asked for to deploy a service. */
export const deployment = (service = newService(), more: object = {}) => ({
  environment: 'production',
  service,
  resource: 'deployment',
  ...more,
});

/** Acquires and answers the grant. */
export async function granted(body: unknown) {
  const answer = await locks.acquire(body);
  expect(answer.text).toContain('token');
  expect(answer.status).toBe(201);
  return grantWire.parse(answer.json);
}

/** Status and code of a refusal. */
export const codeOf = (answer: { status: number; json: unknown }) =>
  `${answer.status} ${problemWire.parse(answer.json).code}`;

/** Waits until so many wait for a service: the test cannot see its own request get there. */
export async function inLine(service: string, count: number): Promise<void> {
  for (;;) {
    const { rows } = await pool().query(
      `SELECT FROM resource_lock l JOIN service s ON s.id = l.service_id WHERE s.name = $1 AND l.state = 'queued'`,
      [service],
    );
    if (rows.length === count) return;
  }
}
