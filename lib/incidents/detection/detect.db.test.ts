import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { type IngestItem, ingest } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { detectionSettled } from './detect';

let nth = 0;
test('smoke', async () => {
  const service = `d${++nth}`;
  const items: IngestItem[] = Array.from({ length: 8 }, (_, n) => ({
    actor: 'ci',
    draft: eventDraft.parse({
      kind: 'signal',
      title: `Timeout after ${n} ms`,
      service,
      level: n === 7 ? 'info' : 'ERROR'.toLowerCase(),
      startsAt: new Date(1.7e12 + n * 1000).toISOString(),
    }),
  }));
  await ingest(items.slice(0, 4));
  await detectionSettled();
  await ingest(items.slice(4));
  await detectionSettled();
  const { rows } = await pool().query(
    'SELECT number, status, signal_count, started_at, last_signal_at, template FROM incident',
  );
  console.log(rows);
  console.log((await pool().query('SELECT * FROM signal ORDER BY number')).rows);
  console.log((await pool().query('SELECT * FROM error_fingerprint')).rows);
  expect(rows).toHaveLength(1);
});
