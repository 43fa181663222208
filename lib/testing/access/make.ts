import type { Place } from '@/lib/access/place';
import { foreign, own } from './callers';

/** Makes what the calls of a matrix need. */

/** What the calls of a matrix are aimed at. */
export interface Target {
  name: string;
  service: string;
  environment: string | null;
}

export const targets: readonly Target[] = [
  { name: 'own place', ...own },
  { name: 'foreign service', service: foreign.service, environment: own.environment },
  { name: 'foreign environment', service: own.service, environment: foreign.environment },
  { name: 'another place altogether', ...foreign },
  { name: 'no environment', service: own.service, environment: null },
];

/** A call of one operation. */
export interface Aimed {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Said by the maker of the case, not asked of the product. */
  acts: readonly Place[];
  /** Why nobody with a session may: what is only for programs. */
  programsOnly?: boolean;
  /** Who is let in is told that it cannot be done. */
  inVain?: boolean;
  /** It would be in everybody's way. */
  onlyRefusals?: boolean;
}

/** Sends a request as an administrator and gives the body of the answer; throws when it fails. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails when it is not there.
export type Api = (method: string, path: string, body?: unknown) => Promise<any>;

/** Makes what a call needs, and the call; null where there is no such call. */
export type MakeCall = (api: Api, target: Target) => Promise<Aimed | null> | Aimed | null;

let count = 0;
/** A text that nothing else has. */
export const fresh = (word: string) => `${word}-${++count}-${process.pid}`;

export const at = ({ service, environment }: Omit<Target, 'name'>): Place => ({ service, environment });
export const named = ({ service, environment }: Omit<Target, 'name'>) => ({
  service,
  ...(environment ? { environment } : {}),
});
export const here: Target = targets[0] as Target;

export const makeEvent = async (api: Api, target: Omit<Target, 'name'>, more: object = {}): Promise<string> =>
  (
    await api('POST', '/api/v2/events', {
      kind: 'operation',
      title: fresh('Event'),
      ...named(target),
      ...more,
    })
  ).id;
export const makeIncident = async (api: Api, target: Target): Promise<string> =>
  String((await api('POST', '/api/v2/incidents', { title: fresh('Incident'), ...named(target) })).number);
export const makeLock = async (api: Api, target: Target): Promise<{ id: string; token: number }> =>
  api('POST', '/api/v2/locks', { ...named(target), resource: fresh('lock') });
export const ruleFor = (target: Target) => ({
  kind: 'concurrency',
  name: fresh('Rule'),
  mode: 'disabled',
  services: [target.service],
  environments: target.environment ? [target.environment] : [],
});
export const makeRule = async (api: Api, target: Target): Promise<string> =>
  (await api('POST', '/api/v2/deployment-rules', ruleFor(target))).id;
/** Puts an entry into the catalog. */
export const say = (api: Api, name: string) =>
  api('PUT', `/api/v1alpha1/catalog`, { name, owner: fresh('team'), version: '1' });

/** An incident of two signals; which ones. */
export async function makeSignals(api: Api, target: Target): Promise<{ number: string; eventId: string }> {
  const message = fresh('Out of memory in worker');
  const rule = await api('POST', '/api/v2/detection-rules', {
    name: message,
    position: 1,
    threshold: 2,
    windowSeconds: 600,
    messagePattern: message,
    groupBy: 'service',
  });
  let eventId = '';
  for (let signal = 0; signal < 2; signal++)
    eventId = await makeEvent(api, target, { kind: 'signal', title: message, message, level: 'error' });
  for (let asked = 0; asked < 2_400; asked++) {
    const { items } = await api('GET', `/api/v2/incidents?rule=${rule.id}`);
    if (items[0]) return { number: String(items[0].number), eventId };
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Two signals that a rule counts have opened no incident.');
}
