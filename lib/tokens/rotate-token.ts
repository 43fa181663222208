import { forgetTokens } from '@/lib/access/load-token';
import { hashSecret, newTokenSecret, tokenHint } from '@/lib/access/token-secret';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { getToken } from './find-tokens';
import { holdToken, refuseRevoked } from './row';
import type { NewTokenWire, RotateBody } from './schemas';

/**
 * Gives a token a new secret, which is in this answer and nowhere else. The one before works on until the overlap ends; the one
 * before that does not. Throws `not_found`, `stale_revision` and `conflict` (it is revoked).
 */
export async function rotateToken(
  id: string,
  { overlapMinutes }: RotateBody,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<NewTokenWire> {
  const secret = newTokenSecret();
  const before = await transaction(async (client) => {
    const token = await holdToken(client, id, revision);
    refuseRevoked(token);
    await client.query(
      `UPDATE api_token SET hash = $2, hint = $3,
         previous_hash = CASE WHEN $4 > 0 THEN hash END,
         previous_until = CASE WHEN $4 > 0 THEN now() + $4 * interval '1 minute' END,
         rotated_at = now(), updated_at = now(), updated_by = $5, revision = revision + 1
       WHERE id = $1`,
      [id, hashSecret(secret), tokenHint(secret), overlapMinutes, actor],
    );
    return token;
  });
  forgetTokens();
  const after = await getToken(id);
  audit?.note({ subject: `token:${after.id}`, ...changed(before, after) });
  return { ...after, secret };
}
