import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { fillEvent } from '@/components/events/load';
import {
  type ChainListQuery,
  chainListQuery,
  type DurationStatsQuery,
  durationStatsQuery,
  type LinkListQuery,
  linkListQuery,
} from '@/lib/durations/filters';
import { listChains } from '@/lib/durations/list-chains';
import { listLinks } from '@/lib/durations/list-links';
import { chainPageSize, durationKeys, durationPageSize } from '@/lib/durations/queries';
import { readDeliveryChain } from '@/lib/durations/read-chains';
import { readDurationStats } from '@/lib/durations/read-stats';
import type { DeliveryChainWire } from '@/lib/durations/schemas';
import { DomainError } from '@/lib/errors';
import { rawQuery } from '@/lib/http/query';
import { currentPosition } from '@/lib/live/changes';
import { formatPosition } from '@/lib/live/position';
import { log } from '@/lib/log';
import { type DurationsState, linksQueryOf } from './durations-url';

const raw = (text: string) => ({ ...rawQuery(new URLSearchParams(text)) });

async function answerAll(answers: Record<string, () => Promise<unknown>>): Promise<void> {
  await Promise.all(
    Object.entries(answers).map(([question, answer]) =>
      answer().catch((error: unknown) => log().error({ err: error, question }, 'durations: no first paint')),
    ),
  );
}

/** Answers the page's questions for the first paint. One that fails is left open: the browser asks again. */
export async function loadDurations(state: DurationsState): Promise<DehydratedState> {
  const client = new QueryClient();
  await answerAll({
    stats: async () => {
      const data = await readDurationStats(
        durationStatsQuery.parse(raw(state.statsQuery)) as DurationStatsQuery,
      );
      client.setQueryData(durationKeys.stats(state.statsQuery), data);
      const links = linksQueryOf(data, state);
      if (links === null) return;
      const query = linkListQuery.parse(raw(`${links}&limit=${durationPageSize}`)) as LinkListQuery;
      client.setQueryData(durationKeys.links(links), { pages: [await listLinks(query)], pageParams: [null] });
    },
    chains: async () => {
      const query = chainListQuery.parse(
        raw(`${state.chainsQuery}&limit=${chainPageSize}`),
      ) as ChainListQuery;
      client.setQueryData(durationKeys.chains(state.chainsQuery), {
        pages: [await listChains(query)],
        pageParams: [null],
      });
    },
  });
  return dehydrate(client);
}

/** The chain of an event, or null when there is no such event. */
export async function findChain(id: string): Promise<DeliveryChainWire | null> {
  return readDeliveryChain(id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
}

/** The chain and the event whose panel is open, as the browser will ask for them. */
export async function loadChain(
  id: string,
  chain: DeliveryChainWire,
  event: string | null,
): Promise<{ dehydrated: DehydratedState; position: string | null }> {
  const client = new QueryClient();
  const position = await currentPosition().then(formatPosition, () => null);
  client.setQueryData(durationKeys.chain(id), chain);
  if (event !== null) await answerAll({ event: () => fillEvent(client, event) });
  return { dehydrated: dehydrate(client), position };
}
