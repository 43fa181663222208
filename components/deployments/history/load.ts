import { type DeliveryQuery, deliveryQuery } from '@/lib/delivery/filters';
import { deliveryKeys } from '@/lib/delivery/queries';
import { readDelivery } from '@/lib/delivery/read-metrics';
import { compareDeployments } from '@/lib/deployments/compare-deployments';
import { deploymentHistogramQuery } from '@/lib/deployments/filters';
import { getDeployment } from '@/lib/deployments/get-deployment';
import { deploymentHistogram } from '@/lib/deployments/histogram';
import { deploymentKeys } from '@/lib/deployments/queries';
import { listEnvironments } from '@/lib/environments/list-environments';
import { countFacets } from '@/lib/events/facets';
import { eventKeys } from '@/lib/events/queries';
import { facetsOperation } from '@/lib/events/timeline-operations';
import { fill, fillHistory, type Loaded, raw } from '../load';
import type { HistoryState } from './history-url';

/** Answers the questions of an environment's page for the first paint. */
export function loadHistory(state: HistoryState): Promise<Loaded> {
  const { listQuery, histogramQuery, facetsQuery, deliveryQuery: figuresQuery, deployment, compare } = state;
  const [from, to] = compare;
  return fill((client) => ({
    environments: async () => client.setQueryData(deploymentKeys.environments, await listEnvironments()),
    history: () => fillHistory(client, listQuery),
    histogram: async () =>
      client.setQueryData(
        deploymentKeys.histogram(histogramQuery),
        await deploymentHistogram(deploymentHistogramQuery.parse(raw(histogramQuery))),
      ),
    facets: async () =>
      client.setQueryData(
        eventKeys.facets(facetsQuery),
        await countFacets(
          facetsOperation.query?.parse(raw(facetsQuery)) as Parameters<typeof countFacets>[0],
        ),
      ),
    figures: async () =>
      client.setQueryData(
        deliveryKeys.metrics(figuresQuery),
        await readDelivery(deliveryQuery.parse(raw(figuresQuery)) as DeliveryQuery),
      ),
    panel: async () => {
      if (from && to)
        client.setQueryData(deploymentKeys.comparison(from, to), await compareDeployments({ from, to }));
      else if (deployment)
        client.setQueryData(deploymentKeys.deployment(deployment), await getDeployment(deployment));
    },
  }));
}
