import { deleteEntry } from '@/lib/catalog/delete-entry';
import { getEntry } from '@/lib/catalog/find-entries';
import {
  deleteEntryOperation,
  getEntryOperation,
  patchEntryOperation,
  putEntryOperation,
} from '@/lib/catalog/operations';
import { placeOfEntry } from '@/lib/catalog/place';
import { placesOfEntries } from '@/lib/catalog/places';
import { mustBeKnown, saveEntry } from '@/lib/catalog/save-entry';
import { etag, expectedRevision } from '@/lib/http/conditional';
import { created, noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getEntryOperation, async ({ params }) => {
  const entry = await getEntry(params.name);
  return ok(entry, { etag: etag(entry.revision) });
});

export const PUT = route(
  putEntryOperation,
  async ({ params, body, request }) => {
    const { entry, created: isNew } = await saveEntry({
      name: params.name,
      patch: body,
      mode: 'replace',
      describes: true,
      revives: false,
      actor: request.actor,
      revision: expectedRevision(request.header('if-match')),
      audit: request.audit,
    });
    const headers = { etag: etag(entry.revision) };
    return isNew
      ? created(entry, `/api/v2/catalog/${encodeURIComponent(entry.name)}`, headers)
      : ok(entry, headers);
  },
  ({ params, body }) => placesOfEntries([{ name: params.name, patch: body }]),
);

export const PATCH = route(
  patchEntryOperation,
  async ({ params, body, request }) => {
    const { entry } = await saveEntry({
      name: params.name,
      patch: body,
      mode: 'merge',
      describes: true,
      revives: true,
      actor: request.actor,
      revision: expectedRevision(request.header('if-match')),
      audit: request.audit,
      check: mustBeKnown(params.name),
    });
    return ok(entry, { etag: etag(entry.revision) });
  },
  ({ params, body }) => placesOfEntries([{ name: params.name, patch: body }]),
);

export const DELETE = route(
  deleteEntryOperation,
  async ({ params, request }) => {
    const revision = expectedRevision(request.header('if-match'));
    await deleteEntry(params.name, request.actor, revision, request.audit);
    return noContent;
  },
  ({ params }) => [placeOfEntry(params.name)],
);
