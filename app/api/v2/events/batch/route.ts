import { draftsIn, ingestBatch } from '@/lib/events/ingest-batch';
import { createEventsOperation } from '@/lib/events/operations';
import { placesOfDrafts } from '@/lib/events/places';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const POST = route(
  createEventsOperation,
  async ({ body, request }) => ok({ results: await ingestBatch(body.events, request) }),
  ({ body }) => placesOfDrafts(draftsIn(body.events)),
);
