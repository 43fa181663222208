import { getDeliveryChainOperation } from '@/lib/durations/operations';
import { readDeliveryChain } from '@/lib/durations/read-chains';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getDeliveryChainOperation, async ({ params }) =>
  ok(await readDeliveryChain(params.id)),
);
