import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { availabilityOperation } from '@/lib/locks/operations';
import { whereToDeploy } from '@/lib/locks/where-to-deploy';

export const GET = route(availabilityOperation, async ({ query }) => ok(await whereToDeploy(query)));
