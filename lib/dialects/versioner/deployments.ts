import type { RunStatus } from '@/lib/deployments/vocabulary';
import { findEvents, isUuid } from '@/lib/events/find-events';
import { listEvents } from '@/lib/events/list-events';
import type { Phase } from '@/lib/events/vocabulary';
import type { VersionerDeployment } from './event-schemas';
import type { DeploymentsQuery } from './resource-schemas';
import { besidesOf, notFound } from './rows';
import { type Besides, writeDeployment } from './write-event';

/** Deployments of all dialects as this wire reads them. */

const phasesOf: Record<RunStatus, readonly Phase[]> = {
  pending: ['planned'],
  started: ['running'],
  completed: ['succeeded', 'attention', 'noted'],
  failed: ['failed'],
  aborted: ['aborted'],
};

/** The newest deployments that pass the filters, last begun first. */
export async function listVersionerDeployments({
  environment,
  product,
  status,
  limit,
}: DeploymentsQuery): Promise<VersionerDeployment[]> {
  const { items } = await listEvents({
    kind: ['deployment'],
    ...(environment?.length ? { environment } : {}),
    ...(product?.length ? { service: product } : {}),
    ...(status?.length ? { phase: [...new Set(status.flatMap((word) => phasesOf[word]))] } : {}),
    sort: '-at',
    limit,
    total: false,
  });
  const besides = await besidesOf(items.map(({ id }) => id));
  return items.flatMap((event) => {
    // One that was deleted in between is left out.
    const about = besides.get(event.id);
    return about ? writeDeployment(event, about) : [];
  });
}

/** One deployment by its id, which is that of its event. Throws `not_found`. */
export async function getVersionerDeployment(id: string): Promise<VersionerDeployment> {
  const [event] = isUuid(id) ? await findEvents({ ids: [id] }) : [];
  if (event?.kind !== 'deployment') throw notFound('deployment', id);
  const about = (await besidesOf([event.id])).get(event.id);
  if (!about) throw notFound('deployment', id);
  return writeDeployment(event, about satisfies Besides);
}
