import { forgetTokens } from '@/lib/access/load-token';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { getToken } from './find-tokens';
import { holdToken } from './row';
import type { TokenWire } from './schemas';

/** Ends a token for good; one that is revoked stays as it is. Other processes notice within a second. Throws `not_found`. */
export async function revokeToken(id: string, actor: string, audit?: AuditTrail): Promise<TokenWire> {
  const before = await transaction(async (client) => {
    const token = await holdToken(client, id);
    if (token.state === 'revoked') return token;
    await client.query(
      `UPDATE api_token SET revoked_at = now(), revoked_by = $2, previous_hash = NULL, previous_until = NULL,
         updated_at = now(), updated_by = $2, revision = revision + 1
       WHERE id = $1`,
      [id, actor],
    );
    return token;
  });
  forgetTokens();
  const after = await getToken(id);
  audit?.note({ subject: `token:${after.id}`, ...changed(before, after) });
  return after;
}
