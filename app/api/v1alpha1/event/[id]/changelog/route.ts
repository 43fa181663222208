import { readChangelogEntry } from '@/lib/dialects/tracker/changelog';
import { answerEvent, findEvent, tableOf } from '@/lib/dialects/tracker/events';
import { addTrackerChangelogEntry, readTrackerChangelog } from '@/lib/dialects/tracker/operations';
import { defaultPerPage, readPage } from '@/lib/dialects/tracker/paging';
import { placesOfNamedEvent } from '@/lib/dialects/tracker/places';
import { writeChangelogEntry } from '@/lib/dialects/tracker/write-event';
import { addChangelogEntry, readChangelog } from '@/lib/events/changelog';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(readTrackerChangelog, async ({ params, query }) => {
  const { offset, limit } = readPage(query as RawQuery) ?? { offset: 0, limit: defaultPerPage };
  const { id } = await findEvent(params.id);
  const { entries, total } = await readChangelog(id, offset, limit);
  return ok({ changelog: entries.map(writeChangelogEntry), totalCount: total });
});

export const POST = route(
  addTrackerChangelogEntry,
  async ({ params, body, request }) => {
    const table = tableOf(request);
    const entry = readChangelogEntry(body, table);
    const { id } = await findEvent(params.id);
    await addChangelogEntry(id, entry, request.audit);
    return answerEvent(await findEvent(id), table);
  },
  placesOfNamedEvent,
);
