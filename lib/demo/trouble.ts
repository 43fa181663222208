import type { Priority } from '@/lib/events/vocabulary';
import type { Activity, Step, Story } from './activity';
import { hour, minute, withinOfficeHours } from './calendar';
import { logLine } from './messages';
import type { Chance } from './random';
import { moved } from './rollouts';
import type { DemoService } from './services';

/** One trouble from the first error to the review: its signals and its incident. */
export interface Trouble {
  key: string;
  service: DemoService;
  /** What alerts call it, the main one first. */
  errors: readonly [string, ...string[]];
  title?: string;
  /** What somebody writes who reports it. */
  message?: string;
  priority: Priority;
  /** Errors begin, and errors end. */
  from: number;
  until: number;
  signals: number;
  worst?: 'critical' | 'fatal';
  origin?: Story['origin'];
  /** Key of the change that did it. */
  cause?: string;
  /** Key of what its event follows from. */
  after?: string;
  /** What the people find, as notes. */
  notes: readonly string[];
  /** What they say when it is good again. */
  resolution: string;
  postmortem?: string;
  /** How fast they are, in milliseconds; drawn when left out. */
  pace?: { acknowledge?: number; resolve?: number; close?: number };
}

export interface Told {
  incident: Activity;
  signals: Activity[];
  acknowledgedAt: number;
  resolvedAt: number;
}

/** Five errors within five minutes open an incident: the rule that Shiplog begins with. */
const threshold = 5;

/** Draws the course of a trouble. */
export function tell(trouble: Trouble, chance: Chance): Told {
  const { key, service, errors, from, until, origin = 'detected', pace = {} } = trouble;
  const lead = chance.pick(service.people);
  const other = chance.pick(service.people.filter((name) => name !== lead));
  const detected = origin === 'detected';
  const times = timesOf(chance, from, until, trouble.signals, detected);
  const signals = times.map((at, index) =>
    signal(
      service,
      service,
      `${key} signal ${index}`,
      at,
      trouble.worst && chance.happens(0.3) ? trouble.worst : 'error',
      index < 4 || errors.length === 1 || chance.happens(0.8) ? errors[0] : chance.pick(errors.slice(1)),
      chance,
    ),
  );
  const startsAt = detected ? (times[0] ?? from) : from;
  const reportedAt = detected
    ? (times[threshold - 1] ?? startsAt) + chance.int(1, 4) * 1000
    : from + chance.int(4, 25) * minute;
  const acknowledgedAt =
    reportedAt + (pace.acknowledge ?? Math.floor((1 + chance.next() ** 2 * 24) * minute));
  const resolvedAt = Math.max(until, acknowledgedAt + minute) + (pace.resolve ?? chance.int(6, 40) * minute);
  const closedAt =
    pace.close === undefined
      ? withinOfficeHours(resolvedAt + chance.int(20, 70) * hour)
      : resolvedAt + pace.close;
  const between = (share: number) => Math.floor(acknowledgedAt + share * (resolvedAt - acknowledgedAt));
  const steps: Step[] = [
    moved(acknowledgedAt, lead, 'in_progress', ''),
    ...trouble.notes.map(
      (text, index): Step => ({
        at: between((index + 0.6) / (trouble.notes.length + 1)),
        actor: index % 2 === 0 ? other : lead,
        type: 'noted',
        comment: text,
      }),
    ),
    moved(resolvedAt, lead, 'done', trouble.resolution),
    moved(closedAt, lead, 'close', ''),
  ];
  const judgedAt = resolvedAt + chance.int(2, 30) * minute;
  const story: Story = {
    origin,
    lead,
    ...(trouble.cause === undefined ? {} : { cause: trouble.cause }),
    judged: {
      at: judgedAt,
      by: lead,
      confirms: trouble.cause !== undefined && chance.happens(0.9),
      clears: trouble.cause === undefined || chance.happens(0.3),
    },
    ...(trouble.postmortem === undefined
      ? {}
      : { postmortem: { at: Math.max(judgedAt, closedAt - hour), by: lead, text: trouble.postmortem } }),
  };
  const incident: Activity = {
    key,
    kind: 'incident',
    title: trouble.title ?? errors[0],
    service: service.name,
    environment: 'production',
    reportedAt,
    reportedBy: detected ? 'detection' : 'support-desk',
    status: 'open',
    startsAt,
    endsAt: resolvedAt,
    steps,
    ...(trouble.after === undefined ? {} : { after: trouble.after }),
    story,
    facts: {
      message: trouble.message ?? '',
      owner: service.owner,
      source: detected ? 'shiplog' : 'support-desk',
      priority: trouble.priority,
      impact: trouble.priority === 'P1' ? 3 : 2,
      level: trouble.worst ?? 'error',
      category: 'availability',
      notification: true,
      stakeholders: [service.owner, 'on-call', ...(trouble.priority === 'P1' ? ['support'] : [])],
      ticket: `INC-${chance.int(100, 999)}`,
      links: [
        { title: 'Dashboard', url: `https://metrics.example.com/d/${service.name}` },
        { title: 'Runbook', url: `https://wiki.example.com/runbooks/${service.name}` },
      ],
    },
  };
  return { incident, signals, acknowledgedAt, resolvedAt };
}

/** Thick at first and thinning out; the first five of a burst that is detected lie within four minutes. */
function timesOf(chance: Chance, from: number, until: number, count: number, burst: boolean): number[] {
  const times = Array.from({ length: count }, (_, index) =>
    burst && index < threshold + 1
      ? from + Math.floor((index * 30 + chance.next() * 25) * 1000)
      : Math.floor(from + chance.next() ** 1.5 * (until - from)),
  );
  return times.toSorted((a, b) => a - b);
}

/** What a monitor reports of a service that suffers from `origin`. */
export function signal(
  service: DemoService,
  origin: DemoService,
  key: string,
  at: number,
  level: 'warn' | 'error' | 'critical' | 'fatal',
  error: string,
  chance: Chance,
): Activity {
  const count = chance.int(3, 400);
  const title = service === origin ? error : `Calls to ${origin.name} fail`;
  return {
    key,
    kind: 'signal',
    title,
    service: service.name,
    environment: 'production',
    reportedAt: at,
    reportedBy: 'alerting',
    status: level === 'warn' ? 'warning' : 'error',
    startsAt: at,
    endsAt: null,
    steps: [],
    facts: {
      message:
        service === origin
          ? logLine(chance, error, count)
          : `Gateway timeout: ${origin.name} did not respond within ${chance.int(2001, 9876)} ms (trace ${chance.hex(8)})`,
      owner: service.owner,
      source: 'alerting',
      level,
      category: 'errors',
      eventType: `signal.${level}`,
      payload: { count, windowSeconds: 60, origin: origin.name },
    },
  };
}
