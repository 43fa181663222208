import type { Activity } from './activity';
import { day, hour, isWeekend, minute } from './calendar';
import { Chance } from './random';
import { moved } from './rollouts';
import { demoService } from './services';

/** Planned work: announced days ahead, approved, done in a window. */

const works = [
  ['payments-ledger', 'Migrate the ledger to partitioned tables', 'migration', 21, 4],
  ['identity', 'Rotate the signing keys', 'security', 20, 0.5],
  ['search-indexer', 'Rebuild the search index', 'maintenance', 19, 5],
  ['orders-api', 'Upgrade PostgreSQL from 17 to 18', 'migration', 22, 3],
  ['inventory-api', 'Maintenance window: warehouse EDI', 'maintenance', 5, 2],
  ['payments-gateway', 'Switch acquirer traffic to the new endpoint', 'migration', 4, 1.5],
  ['catalog-api', 'Move product images to the new bucket', 'migration', 18, 26],
  ['notifications', 'Change the SMS provider', 'migration', 9, 1],
  ['storefront-web', 'Load test for the sales', 'test', 20, 2],
  ['cart-api', 'Resize the Redis cluster', 'maintenance', 6, 1],
] as const;

/** The planned work whose window opens on this day. */
export function plannedWork(seed: string, midnight: number): Activity[] {
  const chance = new Chance(`${seed} work ${midnight}`);
  if (!chance.happens(isWeekend(midnight) ? 0.9 : 0.6)) return [];
  const [name, title, category, at, hours] = chance.pick(works);
  const service = demoService(name);
  const [planner, approver, operator] = [
    service.people[0],
    service.people[1] ?? 'change-board',
    service.people.at(-1),
  ] as [string, string, string];
  const startsAt = midnight + at * hour;
  const endsAt = startsAt + hours * hour;
  const late = chance.int(-20, 45) * minute;
  const outcome = chance.next();
  const base: Activity = {
    key: `work ${midnight}`,
    kind: 'operation',
    title,
    service: name,
    environment: chance.pick(['production', 'production', 'preproduction']),
    reportedAt: startsAt - chance.int(3, 12) * day - chance.int(1, 300) * minute,
    reportedBy: planner,
    status: 'planned',
    startsAt,
    endsAt: outcome < 0.85 ? endsAt : endsAt + Math.max(late, 0),
    endIsPlanned: true,
    steps: [],
    facts: {
      message: 'Reads stay possible; writes may be refused for a few minutes at a time.',
      owner: service.owner,
      source: 'change-calendar',
      category,
      eventType: `operation.${category}`,
      priority: category === 'migration' ? 'P2' : 'P3',
      impact: category === 'migration' ? 2 : 1,
      notification: true,
      stakeholders: [service.owner, 'support', 'on-call'],
      ticket: `CHG-${chance.int(1000, 9999)}`,
      links: [{ title: 'Plan', url: `https://wiki.example.com/changes/${name}-${category}` }],
    },
  };
  const approval = {
    at: base.reportedAt + chance.int(2, 40) * hour,
    actor: approver,
    type: 'approved',
    comment: 'Approved by the change board',
  } as const;
  if (outcome > 0.95) {
    const called = startsAt - chance.int(2, 20) * hour;
    return [
      {
        ...base,
        steps: [approval, moved(called, planner, 'aborted', 'Called off: collides with the sales')],
      },
    ];
  }
  const end =
    outcome > 0.88
      ? moved(
          base.endsAt as number,
          operator,
          'failure',
          'Rolled back at the point of no return, new date follows',
        )
      : moved(
          base.endsAt as number,
          operator,
          'success',
          late > 0 ? `Done, ${Math.round(late / minute)} minutes of reserve used` : 'Done ahead of time',
        );
  return [{ ...base, steps: [approval, moved(startsAt, operator, 'in_progress', 'Window open'), end] }];
}
