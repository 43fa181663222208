import { deliveryOperation } from '@/lib/delivery/operations';
import { readDelivery } from '@/lib/delivery/read-metrics';
import { deliveryCsv } from '@/lib/delivery/to-csv';
import { csvReply } from '@/lib/http/csv-reply';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(deliveryOperation, async ({ query }) => {
  const metrics = await readDelivery(query);
  return query.format === 'csv' ? csvReply(deliveryCsv(metrics), 'delivery.csv') : ok(metrics);
});
