import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { readDifference } from '@/lib/deployments/difference';
import { deploymentListQuery, differenceQuery, matrixQuery } from '@/lib/deployments/filters';
import { getDeployment } from '@/lib/deployments/get-deployment';
import { listDeployments } from '@/lib/deployments/list-deployments';
import { readMatrix } from '@/lib/deployments/matrix';
import { deploymentKeys } from '@/lib/deployments/queries';
import { listEnvironments } from '@/lib/environments/list-environments';
import { rawQuery } from '@/lib/http/query';
import { currentPosition } from '@/lib/live/changes';
import { formatPosition } from '@/lib/live/position';
import { log } from '@/lib/log';
import { type DeploymentsState, differenceQueryOf, pastQuery, placeQuery } from './deployments-url';

/**
 * Answers the questions of the pages of deployments in this process for the first paint, under the keys that the browser will ask
 * with. A question that fails is left open: the browser asks again and shows what happened.
 */
export type Answers = Record<string, () => Promise<unknown>>;

export interface Loaded {
  dehydrated: DehydratedState;
  /** Of the change feed, before anything was read: nothing can happen in between that neither the page nor its stream tells. */
  position: string | null;
}

export const raw = (query: string) => ({ ...rawQuery(new URLSearchParams(query)) });

export async function fill(answersOf: (client: QueryClient) => Answers): Promise<Loaded> {
  const client = new QueryClient();
  const position = await currentPosition().then(formatPosition, () => null);
  await Promise.all(
    Object.entries(answersOf(client)).map(([name, answer]) =>
      answer().catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 'not_found') return;
        log().error({ err: error, question: name }, 'deployments: no first paint');
      }),
    ),
  );
  return { dehydrated: dehydrate(client), position };
}

/** A page of the history, under its key. */
export async function fillHistory(client: QueryClient, query: string): Promise<void> {
  client.setQueryData(deploymentKeys.list(query), {
    pages: [await listDeployments(deploymentListQuery.parse(raw(query)))],
    pageParams: [null],
  });
}

export function loadDeployments(state: DeploymentsState): Promise<Loaded> {
  return fill((client) => {
    const matrix = async (query: string) => {
      const answer = await readMatrix(matrixQuery.parse(raw(query)));
      client.setQueryData(deploymentKeys.matrix(query), answer);
      return answer;
    };
    const answers: Answers = {
      environments: async () => {
        const environments = await listEnvironments();
        client.setQueryData(deploymentKeys.environments, environments);
        const query = state.view === 'compare' ? differenceQueryOf(state, environments.items) : null;
        if (query !== null)
          client.setQueryData(
            deploymentKeys.difference(query),
            await readDifference(differenceQuery.parse(raw(query))),
          );
      },
    };
    if (state.view === 'matrix') answers.matrix = () => matrix(state.matrixQuery);
    const { place } = state;
    if (place !== null) {
      answers.past = () => fillHistory(client, pastQuery(place, state.at));
      answers.place = async () => {
        const cell = (await matrix(placeQuery(place, state.at))).items[0]?.cells[0];
        await Promise.all(
          [cell?.current, cell?.attempt].map(async (one) => {
            if (one) client.setQueryData(deploymentKeys.deployment(one.id), await getDeployment(one.id));
          }),
        );
      };
    }
    return answers;
  });
}
