import type { Adapter, AdapterUser } from 'next-auth/adapters';
import { forgetSessions, sessionMostMs } from '@/lib/access/session';
import { createSession } from '@/lib/access/session-create';
import { hashSecret } from '@/lib/access/token-secret';
import { pool } from '@/lib/db/pool';
import type { SignInFacts } from '../sign-in';

/**
 * next-auth over our tables. Who comes in has been decided before it asks (admit-account.ts), so it creates and links nobody; of its
 * session tokens only digests are stored.
 */

interface Row {
  id: string;
  name: string;
  email: string | null;
  expires_at: Date;
}

// next-auth wants an address and we may know none; nothing here reads it.
const userOf = ({ id, name, email }: Row): AdapterUser => ({
  id,
  name,
  email: email ?? '',
  emailVerified: null,
});

/** @param facts of the request that signs in; null for one that only asks whose session it has */
export function shiplogAdapter(provider: string, facts: SignInFacts | null): Adapter {
  return {
    async getUserByAccount({ provider: name, providerAccountId }) {
      const { rows } = await pool().query<Row>(
        `SELECT p.id, p.name, p.email, now() AS expires_at FROM account a JOIN person p ON p.id = a.person_id
         WHERE a.provider = $1 AND a.provider_account_id = $2 AND p.status = 'active'`,
        [name, providerAccountId],
      );
      return rows[0] ? userOf(rows[0]) : null;
    },

    async createSession({ userId }) {
      if (!facts) throw new Error('Only a sign-in begins a session.');
      const sessionToken = await createSession(pool(), { personId: userId, provider, ...facts });
      forgetSessions();
      // The server decides when a session is over; the cookie only outlives it.
      return { sessionToken, userId, expires: new Date(Date.now() + sessionMostMs) };
    },

    async getSessionAndUser(sessionToken) {
      // Whoever signs in gets a new session, whatever the browser had: an account must not become one of whoever used it before.
      if (facts) return null;
      const { rows } = await pool().query<Row>(
        `SELECT p.id, p.name, p.email, x.expires_at FROM session x JOIN person p ON p.id = x.person_id
         WHERE x.token_hash = $1 AND x.expires_at > now() AND p.status = 'active'`,
        [hashSecret(sessionToken)],
      );
      const [row] = rows;
      return row
        ? { session: { sessionToken, userId: row.id, expires: row.expires_at }, user: userOf(row) }
        : null;
    },

    // Its use moves a session on (lib/access/session.ts).
    updateSession: () => null,
    deleteSession: () => null,
    getUser: () => null,
    getUserByEmail: () => null,
    createUser: () => {
      throw new Error('Who comes in is decided before.');
    },
    updateUser: () => {
      throw new Error('Who comes in is decided before.');
    },
    linkAccount: () => {
      throw new Error('Who comes in is decided before.');
    },
  };
}
