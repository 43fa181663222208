import { durationStatsOperation } from '@/lib/durations/operations';
import { readDurationStats } from '@/lib/durations/read-stats';
import { statsCsv } from '@/lib/durations/to-csv';
import { csvReply } from '@/lib/http/csv-reply';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(durationStatsOperation, async ({ query }) => {
  const stats = await readDurationStats(query);
  return query.format === 'csv' ? csvReply(statsCsv(stats), 'durations.csv') : ok(stats);
});
