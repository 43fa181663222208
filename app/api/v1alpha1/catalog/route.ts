import { placeOfEntry } from '@/lib/catalog/place';
import { deleteCatalog, getCatalog, nameInQuery, putCatalog } from '@/lib/dialects/tracker/catalog';
import {
  deleteTrackerCatalog,
  getTrackerCatalog,
  putTrackerCatalog,
} from '@/lib/dialects/tracker/catalog-operations';
import { tableOf } from '@/lib/dialects/tracker/events';
import { placesOfCatalog } from '@/lib/dialects/tracker/places';
import { writeCatalog } from '@/lib/dialects/tracker/write-catalog';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const PUT = route(
  putTrackerCatalog,
  async ({ body, request }) =>
    ok({ catalog: writeCatalog(await putCatalog(body, tableOf(request), request.actor, request.audit)) }),
  placesOfCatalog,
);

export const GET = route(getTrackerCatalog, async ({ query }) =>
  ok({ catalog: writeCatalog(await getCatalog(nameInQuery(query as RawQuery))) }),
);

export const DELETE = route(
  deleteTrackerCatalog,
  async ({ query, request }) =>
    ok({
      message: 'catalog deleted',
      name: await deleteCatalog(nameInQuery(query as RawQuery), request.actor, request.audit),
    }),
  ({ query }) => [placeOfEntry(nameInQuery(query as RawQuery))],
);
