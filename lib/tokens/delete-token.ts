import { forgetTokens } from '@/lib/access/load-token';
import { transaction } from '@/lib/db/transaction';
import { holdToken } from './row';
import type { TokenWire } from './schemas';

/** Takes a token away; it stops working as if it were revoked. Throws `not_found` and `stale_revision`. */
export async function deleteToken(id: string, revision?: number): Promise<TokenWire> {
  const gone = await transaction(async (client) => {
    const token = await holdToken(client, id, revision);
    await client.query('DELETE FROM api_token WHERE id = $1', [id]);
    return token;
  });
  forgetTokens();
  return gone;
}
