import { forgetTokens } from '@/lib/access/load-token';
import { limitIds } from '@/lib/catalog/limit-ids';
import { transaction } from '@/lib/db/transaction';
import { bodyIssue, invalid } from '@/lib/errors';
import { getToken } from './find-tokens';
import { holdToken, refuseRevoked } from './row';
import { adminIsUnlimited, isPossible, type TokenPatch, type TokenWire } from './schemas';

/**
 * Changes what a token may do; what is left out stays. Throws `not_found`, `stale_revision`, `conflict` (it is revoked) and `invalid`
 * (admin with limits).
 */
export async function updateToken(
  id: string,
  patch: TokenPatch,
  actor: string,
  revision?: number,
): Promise<{ before: TokenWire; after: TokenWire }> {
  // Before the transaction: names are created by a statement of their own.
  const ids = await limitIds({
    services: patch.services ?? [],
    environments: patch.environments ?? [],
  });
  const before = await transaction(async (client) => {
    const token = await holdToken(client, id, revision);
    refuseRevoked(token);
    const merged = { ...token, ...patch };
    if (!isPossible(merged)) throw invalid([bodyIssue(['scopes'], adminIsUnlimited)]);
    await client.query(
      `UPDATE api_token SET name = $2, scopes = $3, expires_at = $4, tracker_enums = $5, rate_per_minute = $6,
         service_ids = coalesce($7, service_ids), environment_ids = coalesce($8, environment_ids),
         updated_by = $9, updated_at = now(), revision = revision + 1
       WHERE id = $1 AND (name, scopes, expires_at, tracker_enums, rate_per_minute, service_ids, environment_ids)
         IS DISTINCT FROM ($2::text, $3::text[], $4::timestamptz(3), $5::text, $6::int, coalesce($7::int[], service_ids), coalesce($8::int[], environment_ids))`,
      [
        id,
        merged.name,
        merged.scopes,
        merged.expiresAt,
        merged.trackerEnums,
        merged.ratePerMinute,
        patch.services ? ids.services : null,
        patch.environments ? ids.environments : null,
        actor,
      ],
    );
    return token;
  });
  forgetTokens();
  return { before, after: await getToken(id) };
}
