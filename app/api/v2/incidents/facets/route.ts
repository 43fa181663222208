import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { countIncidentFacets } from '@/lib/incidents/facets';
import { incidentFacetsOperation } from '@/lib/incidents/operations';

export const GET = route(incidentFacetsOperation, async ({ query }) => ok(await countIncidentFacets(query)));
