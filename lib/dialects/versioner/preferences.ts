import type { AuditTrail } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { newId } from '@/lib/ids';
import type { PreferenceBody, VersionerPreference } from './preference-operations';

interface Row {
  id: string;
  channel_id: string;
  event_type: string;
  filters: VersionerPreference['filters'];
  created_at: Date;
}

const toWire = ({ created_at, ...row }: Row): VersionerPreference => ({
  ...row,
  active: false,
  created_at: created_at.toISOString(),
});

/** Keeps a preference. The same id again is the same one. */
export async function createPreference(
  { channel_id, event_type, filters }: PreferenceBody,
  actor: string,
  id = newId(),
  audit?: AuditTrail,
): Promise<VersionerPreference> {
  const { rows } = await pool().query<Row>(
    `INSERT INTO notification_preference (id, channel_id, event_type, filters, created_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING id, channel_id, event_type, filters, created_at`,
    [id, channel_id, event_type, JSON.stringify(filters), actor],
  );
  const preference = toWire(rows[0] as Row);
  audit?.note({ subject: `preference:${preference.id}`, after: preference });
  return preference;
}

/** All preferences, newest first, 500 at most. */
export async function listPreferences(): Promise<VersionerPreference[]> {
  const { rows } = await pool().query<Row>(
    'SELECT id, channel_id, event_type, filters, created_at FROM notification_preference ORDER BY created_at DESC, id DESC LIMIT 500',
  );
  return rows.map(toWire);
}
