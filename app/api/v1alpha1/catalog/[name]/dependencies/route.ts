import { putDependencies } from '@/lib/dialects/tracker/catalog';
import { putTrackerDependencies } from '@/lib/dialects/tracker/catalog-operations';
import { tableOf } from '@/lib/dialects/tracker/events';
import { placesOfDependencies } from '@/lib/dialects/tracker/places';
import { writeCatalog } from '@/lib/dialects/tracker/write-catalog';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const PUT = route(
  putTrackerDependencies,
  async ({ params, body, request }) =>
    ok({
      catalog: writeCatalog(
        await putDependencies(params.name, body, tableOf(request), request.actor, request.audit),
      ),
    }),
  placesOfDependencies,
);
