import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import {
  type DeliveryQuery,
  type DeliveryRowsQuery,
  deliveryQuery,
  deliveryRowsQuery,
} from '@/lib/delivery/filters';
import { listDeliveryRows } from '@/lib/delivery/list-rows';
import { deliveryKeys, deliveryPageSize } from '@/lib/delivery/queries';
import { readDelivery } from '@/lib/delivery/read-metrics';
import { readDeliveryRule } from '@/lib/delivery/rule-state';
import { rawQuery } from '@/lib/http/query';
import { log } from '@/lib/log';
import { type DeliveryState, figureOf } from './delivery-url';

const raw = (text: string) => ({ ...rawQuery(new URLSearchParams(text)) });

/** Answers the page's questions for the first paint. One that fails is left open: the browser asks again. */
export async function loadDelivery(state: DeliveryState): Promise<DehydratedState> {
  const client = new QueryClient();
  const figures = async () => {
    const data = await readDelivery(deliveryQuery.parse(raw(state.query)) as DeliveryQuery);
    client.setQueryData(deliveryKeys.metrics(state.query), data);
    const asked = state.rows && figureOf(data, state.rows);
    if (!asked) return;
    const query = deliveryRowsQuery.parse(
      raw(`${asked.query}&limit=${deliveryPageSize}`),
    ) as DeliveryRowsQuery;
    client.setQueryData(deliveryKeys.rows(asked.query), {
      pages: [await listDeliveryRows(query)],
      pageParams: [null],
    });
  };
  const rule = async () => client.setQueryData(deliveryKeys.rule, await readDeliveryRule());
  await Promise.all(
    [figures, rule].map((answer) =>
      answer().catch((error: unknown) => log().error({ err: error }, 'delivery: no first paint')),
    ),
  );
  return dehydrate(client);
}
