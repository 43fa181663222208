import { countCatalogFacets } from '@/lib/catalog/list-entries';
import { catalogFacetsOperation } from '@/lib/catalog/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(catalogFacetsOperation, async ({ query }) => ok(await countCatalogFacets(query)));
