import { eventHistogram } from '@/lib/events/histogram';
import { histogramOperation } from '@/lib/events/timeline-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(histogramOperation, async ({ query }) => ok(await eventHistogram(query)));
