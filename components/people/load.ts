import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import type { Caller } from '@/lib/access/caller';
import { log } from '@/lib/log';
import { listPeople } from '@/lib/people/find-people';
import { peopleKeys } from '@/lib/people/queries';
import { listSessions } from '@/lib/people/sessions';

/** Everybody for the first paint. When it fails it is left open: the browser asks again. */
export async function loadPeople(caller: Caller): Promise<DehydratedState> {
  const client = new QueryClient();
  await listPeople({}, caller)
    .then((items) => client.setQueryData(peopleKeys.list, { items }))
    .catch((error: unknown) => log().error({ err: error }, 'people: no first paint'));
  return dehydrate(client);
}

/** One's own sessions for the first paint. */
export async function loadSessions(caller: Caller): Promise<DehydratedState> {
  const client = new QueryClient();
  await listSessions(caller)
    .then((items) => client.setQueryData(peopleKeys.sessions, { items }))
    .catch((error: unknown) => log().error({ err: error }, 'sessions: no first paint'));
  return dehydrate(client);
}
