import { listLinks } from '@/lib/durations/list-links';
import { listLinksOperation } from '@/lib/durations/operations';
import { linksCsv } from '@/lib/durations/to-csv';
import { csvReply } from '@/lib/http/csv-reply';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listLinksOperation, async ({ query }) => {
  const page = await listLinks(query);
  return query.format === 'csv' ? csvReply(linksCsv(page.items), 'links.csv') : ok(page);
});
