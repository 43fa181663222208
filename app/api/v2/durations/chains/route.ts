import { listChains } from '@/lib/durations/list-chains';
import { listChainsOperation } from '@/lib/durations/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listChainsOperation, async ({ query }) => ok(await listChains(query)));
