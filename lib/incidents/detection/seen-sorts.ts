import { once } from '@/lib/runtime';
import type { SignalEvent, Sort } from './signal';
import type { SeenSort } from './store-signals';

/** Which sorts of errors are known to have been seen, and since when, so that the database is told of each only once. */

const mostRemembered = 50_000;

const memory = () => once('detection.seen-sorts', () => new Map<string, number>());

const keyOf = (serviceId: number, fingerprint: string) => `${serviceId}/${fingerprint}`;

/** Of errors among these signals the sorts that were not known so early, each once with its earliest time. */
export function newSorts(
  signals: readonly { item: { event: SignalEvent }; serviceId: number; sort: Sort; time: number }[],
): SeenSort[] {
  const known = memory();
  const found = new Map<string, SeenSort & { time: number }>();
  for (const { item, serviceId, sort, time } of signals) {
    const { level, at } = item.event;
    if (level !== 'error' && level !== 'critical' && level !== 'fatal') continue;
    const key = keyOf(serviceId, sort.fingerprint);
    if ((known.get(key) ?? Number.POSITIVE_INFINITY) <= time) continue;
    if ((found.get(key)?.time ?? Number.POSITIVE_INFINITY) <= time) continue;
    found.set(key, { serviceId, fingerprint: sort.fingerprint, template: sort.template, at, time });
  }
  return [...found.values()];
}

/** Remembers what the database has been told, once it is committed. */
export function rememberSorts(sorts: readonly SeenSort[]): void {
  const known = memory();
  if (known.size > mostRemembered) known.clear();
  for (const { serviceId, fingerprint, at } of sorts)
    known.set(keyOf(serviceId, fingerprint), Date.parse(at));
}
