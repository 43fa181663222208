import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { rawQuery } from '@/lib/http/query';
import { incidentFigures } from '@/lib/incidents/figures';
import {
  type IncidentFiguresQuery,
  incidentFiguresOperation,
  suspectFiguresOperation,
} from '@/lib/incidents/insight-operations';
import { incidentKeys } from '@/lib/incidents/queries';
import { suspectFigures } from '@/lib/incidents/suspects/suspect-figures';
import { log } from '@/lib/log';
import type { InsightsState } from './insights-url';

/** Answers the questions of the insights for the first paint. One that fails is left open: the browser asks again. */

const params = (text: string) => ({ ...rawQuery(new URLSearchParams(text)) });

async function fill(answer: (client: QueryClient) => Promise<unknown>): Promise<DehydratedState> {
  const client = new QueryClient();
  await answer(client).catch((error: unknown) => log().error({ err: error }, 'insights: no first paint'));
  return dehydrate(client);
}

export function loadIncidentFigures({ figures }: InsightsState): Promise<DehydratedState> {
  return fill(async (client) => {
    const query = incidentFiguresOperation.query?.parse(params(figures)) as IncidentFiguresQuery;
    client.setQueryData(incidentKeys.figures(figures), await incidentFigures(query));
  });
}

export function loadCauses({ causes }: InsightsState): Promise<DehydratedState> {
  return fill(async (client) => {
    const query = suspectFiguresOperation.query?.parse(params(causes)) as Parameters<
      typeof suspectFigures
    >[0];
    client.setQueryData(incidentKeys.suspectFigures(causes), await suspectFigures(query));
  });
}
