import { pool } from '@/lib/db/pool';
import { noSuchToken, type TokenRow, tokenColumns, tokenId, toTokenWire } from './row';
import type { TokenWire } from './schemas';

/** All tokens: those that work first, then newest first. */
export async function listTokens(): Promise<TokenWire[]> {
  const { rows } = await pool().query<TokenRow>(
    `SELECT ${tokenColumns} FROM api_token t
     ORDER BY (t.revoked_at IS NOT NULL OR coalesce(t.expires_at <= now(), false)), t.created_at DESC, t.id DESC`,
  );
  return rows.map(toTokenWire);
}

/** One token. Throws `not_found`. */
export async function getToken(id: string): Promise<TokenWire> {
  const { rows } = await pool().query<TokenRow>(`SELECT ${tokenColumns} FROM api_token t WHERE t.id = $1`, [
    tokenId(id),
  ]);
  if (!rows[0]) throw noSuchToken(id);
  return toTokenWire(rows[0]);
}
