import { inferTier } from '@/lib/catalog/tiers';
import { spanOf } from '@/lib/events/span';
import { type EventKind, phaseOf } from '@/lib/events/vocabulary';
import {
  afterStartMs,
  type ChangeFacts,
  type Relation,
  type Score,
  scoreSuspect,
} from '@/lib/incidents/suspects/score';
import { day } from './calendar';
import { demoServices } from './services';
import type { DemoEvent } from './world';

/** Ranks the changes of the demo world as the product does, without a database. Pure. */

export interface RankedChange extends Score {
  event: DemoEvent;
  rank: number;
}

/** What was confirmed and cleared, by service and kind. */
export type Past = Map<string, { confirmed: number; cleared: number }>;

export const pastKey = ({ service, kind }: Pick<DemoEvent, 'service' | 'kind'>) => `${service} ${kind}`;

const kinds: readonly EventKind[] = ['deployment', 'operation', 'drift', 'infra'];

/** Makes the changes of a world ready to be ranked for one incident after the other. */
export function rankingOf(events: readonly DemoEvent[], now: number) {
  const changes = new Map<string, (ChangeFacts & { event: DemoEvent })[]>();
  const before = new Map<string, ChangeFacts>();
  for (const event of events.toSorted((a, b) => a.startsAt - b.startsAt)) {
    if (!kinds.includes(event.kind) || !begun(event, now)) continue;
    const change = { ...factsOf(event), event };
    const place = `${event.service} ${event.environment}`;
    if (event.kind === 'deployment') {
      const previous = before.get(place);
      if (previous && event.facts.eventType === 'deployment.rollback') previous.rolledBack = true;
      before.set(place, change);
    }
    const list = changes.get(event.service);
    if (list) list.push(change);
    else changes.set(event.service, [change]);
  }
  return { rank };

  /** The changes near the start of an incident, the most suspect first. */
  function rank(incident: DemoEvent, errorFirstAt: number | null, past: Past): RankedChange[] {
    const start = incident.startsAt;
    const facts = {
      startedAt: start,
      service: incident.service,
      environment: placeOf(incident.environment),
      errorFirstAt,
    };
    return [...relationsOf(incident.service)]
      .flatMap(([service, relation]) =>
        (changes.get(service) ?? [])
          .filter((change) => isNear(change, incident))
          .map((change) => {
            const known = past.get(pastKey(change.event)) ?? { confirmed: 0, cleared: 0 };
            return { event: change.event, ...scoreSuspect(facts, { ...change, relation, past: known }) };
          }),
      )
      .sort(
        (a, b) =>
          b.score - a.score ||
          Math.abs(a.beforeMs) - Math.abs(b.beforeMs) ||
          (a.event.id < b.event.id ? -1 : 1),
      )
      .map((change, index) => ({ ...change, rank: index + 1 }));
  }

  function isNear({ at, until, event }: ChangeFacts & { event: DemoEvent }, incident: DemoEvent): boolean {
    const start = incident.startsAt;
    if (at > start + afterStartMs || (until !== null && until < start - day && at < start - day))
      return false;
    if (at > start && event.relatedId === incident.id) return false;
    return (
      event.service === incident.service ||
      event.environment === null ||
      event.environment === incident.environment
    );
  }
}

function begun({ status, startsAt, endedAt }: DemoEvent, now: number): boolean {
  if (startsAt > now || phaseOf(status) === 'planned') return false;
  return !(phaseOf(status) === 'aborted' && endedAt !== null && endedAt < startsAt);
}

const placeOf = (name: string | null) => (name === null ? null : { name, tier: inferTier(name) });

function factsOf(event: DemoEvent): ChangeFacts {
  const { at, until } = spanOf({
    ...event,
    createdAt: event.reportedAt,
    relatedCreatedAt: event.relatedReportedAt,
  });
  return {
    kind: event.kind,
    phase: phaseOf(event.status),
    level: event.facts.level ?? null,
    category: event.facts.category ?? null,
    eventType: event.facts.eventType ?? null,
    service: event.service,
    environment: placeOf(event.environment),
    relation: { direction: 'same', distance: 0 },
    at,
    until,
    rolledBack: false,
    past: { confirmed: 0, cleared: 0 },
  };
}

/** The services within two steps, what is needed before what needs it. */
function relationsOf(name: string): Map<string, Relation> {
  const found = new Map<string, Relation>([[name, { direction: 'same', distance: 0 }]]);
  const walk = (direction: 'upstream' | 'downstream', next: (of: string) => readonly string[]) => {
    let frontier = [name];
    for (const distance of [1, 2]) {
      frontier = frontier.flatMap(next);
      for (const service of frontier) {
        const known = found.get(service);
        if (!known || known.distance > distance) found.set(service, { direction, distance });
      }
    }
  };
  walk('upstream', (of) => demoServices.find((service) => service.name === of)?.dependsOn ?? []);
  walk('downstream', (of) =>
    demoServices.filter(({ dependsOn }) => dependsOn.includes(of)).map((service) => service.name),
  );
  return found;
}
