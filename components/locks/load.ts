import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { rawQuery } from '@/lib/http/query';
import { currentPosition } from '@/lib/live/changes';
import { formatPosition } from '@/lib/live/position';
import { availabilityQuery, lockHistoryQuery, lockListQuery } from '@/lib/locks/filters';
import { getLock } from '@/lib/locks/find-locks';
import { listLocks } from '@/lib/locks/list-locks';
import { lockHistory } from '@/lib/locks/lock-history';
import { lockKeys } from '@/lib/locks/queries';
import { whereToDeploy } from '@/lib/locks/where-to-deploy';
import { log } from '@/lib/log';
import { type LocksState, liveQuery, pastQuery } from './locks-url';

const raw = (query: string) => rawQuery(new URLSearchParams(query));

/**
 * Answers the page's questions in this process for the first paint, under the keys that the browser will ask with. A question that
 * fails is left open: the browser asks again and shows what happened.
 */
export async function loadLocks(
  state: LocksState,
): Promise<{ dehydrated: DehydratedState; position: string | null }> {
  const client = new QueryClient();
  // Before anything is read, so that nothing can happen in between that neither the page nor its stream tells.
  const position = await currentPosition().then(formatPosition, () => null);
  const history = async (query: string) =>
    client.setQueryData(lockKeys.history(query), {
      pages: [await lockHistory(lockHistoryQuery.parse(raw(query)))],
      pageParams: [null],
    });
  const answers: Record<string, () => Promise<unknown>> = {
    list: async () =>
      client.setQueryData(lockKeys.list(liveQuery), await listLocks(lockListQuery.parse(raw(liveQuery)))),
    ...(state.view === 'history' ? { history: () => history(state.historyQuery) } : {}),
    ...(state.view === 'deploy'
      ? {
          availability: async () =>
            client.setQueryData(
              lockKeys.availability(state.availabilityQuery),
              await whereToDeploy(availabilityQuery.parse(raw(state.availabilityQuery))),
            ),
        }
      : {}),
    ...(state.lock === null
      ? {}
      : {
          panel: async () => {
            const lock = await getLock(state.lock as string);
            client.setQueryData(lockKeys.lock(lock.id), lock);
            await history(pastQuery(lock));
          },
        }),
  };
  await Promise.all(
    Object.entries(answers).map(([name, answer]) =>
      answer().catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 'not_found') return;
        log().error({ err: error, question: name }, 'locks: no first paint');
      }),
    ),
  );
  return { dehydrated: dehydrate(client), position };
}
