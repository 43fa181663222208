import { forgetTokens } from '@/lib/access/load-token';
import { transaction } from '@/lib/db/transaction';
import { getToken } from './find-tokens';
import { holdToken } from './row';
import type { TokenWire } from './schemas';

/** Ends a token for good; one that is revoked stays as it is. Other processes notice within a second. Throws `not_found`. */
export async function revokeToken(id: string, actor: string): Promise<TokenWire> {
  await transaction(async (client) => {
    const { state } = await holdToken(client, id);
    if (state === 'revoked') return;
    await client.query(
      `UPDATE api_token SET revoked_at = now(), revoked_by = $2, previous_hash = NULL, previous_until = NULL,
         updated_at = now(), updated_by = $2, revision = revision + 1
       WHERE id = $1`,
      [id, actor],
    );
  });
  forgetTokens();
  return getToken(id);
}
