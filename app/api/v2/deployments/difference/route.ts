import { readDifference } from '@/lib/deployments/difference';
import { differenceOperation } from '@/lib/deployments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(differenceOperation, async ({ query }) => ok(await readDifference(query)));
