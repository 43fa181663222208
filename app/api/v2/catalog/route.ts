import { listEntries } from '@/lib/catalog/list-entries';
import { listCatalogOperation } from '@/lib/catalog/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listCatalogOperation, async ({ query }) => ok(await listEntries(query)));
