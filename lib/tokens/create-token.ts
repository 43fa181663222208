import { hashSecret, newTokenSecret, tokenHint } from '@/lib/access/token-secret';
import { limitIds } from '@/lib/catalog/limit-ids';
import { pool } from '@/lib/db/pool';
import { newId } from '@/lib/ids';
import { getToken } from './find-tokens';
import type { NewTokenWire, TokenBody } from './schemas';

/** Makes a token. Its secret is in this answer and nowhere else. Services and environments that nobody has used yet are created. */
export async function createToken(body: TokenBody, actor: string): Promise<NewTokenWire> {
  const secret = newTokenSecret();
  const id = newId();
  const { services, environments } = await limitIds(body);
  await pool().query(
    `INSERT INTO api_token (id, name, hash, hint, scopes, service_ids, environment_ids, tracker_enums, rate_per_minute, expires_at,
       created_by, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      id,
      body.name,
      hashSecret(secret),
      tokenHint(secret),
      body.scopes,
      services,
      environments,
      body.trackerEnums,
      body.ratePerMinute,
      body.expiresAt,
      actor,
    ],
  );
  return { ...(await getToken(id)), secret };
}
