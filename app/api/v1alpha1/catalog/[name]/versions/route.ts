import { placeOfEntry } from '@/lib/catalog/place';
import { putVersions } from '@/lib/dialects/tracker/catalog';
import { putTrackerVersions } from '@/lib/dialects/tracker/catalog-operations';
import { tableOf } from '@/lib/dialects/tracker/events';
import { writeCatalog } from '@/lib/dialects/tracker/write-catalog';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const PUT = route(
  putTrackerVersions,
  async ({ params, body, request }) =>
    ok({
      catalog: writeCatalog(
        await putVersions(params.name, body, tableOf(request), request.actor, request.audit),
      ),
    }),
  ({ params }) => [placeOfEntry(params.name)],
);
