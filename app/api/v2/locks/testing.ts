import { pool } from '@/lib/db/pool';
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
