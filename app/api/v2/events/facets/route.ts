import { countFacets } from '@/lib/events/facets';
import { facetsOperation } from '@/lib/events/timeline-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(facetsOperation, async ({ query }) => ok(await countFacets(query)));
