import { entriesIn, importEntries } from '@/lib/catalog/import-entries';
import { placesOfEntries } from '@/lib/catalog/places';
import { importOperation } from '@/lib/catalog/transfer-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const POST = route(
  importOperation,
  async ({ query, body, request }) =>
    ok(await importEntries(body.yaml, request.actor, query.dryRun || body.dryRun, request.audit)),
  ({ body }) => placesOfEntries(entriesIn(body.yaml)),
);
