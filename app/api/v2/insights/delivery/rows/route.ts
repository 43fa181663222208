import { listDeliveryRows } from '@/lib/delivery/list-rows';
import { deliveryRowsOperation } from '@/lib/delivery/operations';
import { deliveryRowsCsv } from '@/lib/delivery/to-csv';
import { csvReply } from '@/lib/http/csv-reply';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(deliveryRowsOperation, async ({ query }) => {
  const page = await listDeliveryRows(query);
  return query.format === 'csv' ? csvReply(deliveryRowsCsv(page.items), 'deployments.csv') : ok(page);
});
