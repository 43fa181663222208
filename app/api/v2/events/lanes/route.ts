import { eventLanes } from '@/lib/events/lanes';
import { lanesOperation } from '@/lib/events/timeline-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(lanesOperation, async ({ query }) => ok(await eventLanes(query)));
