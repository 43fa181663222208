import { getChain } from '@/lib/events/get-chain';
import { chainOperation } from '@/lib/events/timeline-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(chainOperation, async ({ params }) => ok(await getChain(params.id)));
