'use client';

import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { environmentHref, versionHref } from '@/components/frame/navigation';
import { PhaseBadge, PriorityBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Facts } from '@/components/ui/panel';
import type { EventWire } from '@/lib/events/schemas';
import { httpUrl } from '@/lib/links';
import { EventAround } from './event-around';
import { EventChain } from './event-chain';
import { EventChangelog } from './event-changelog';
import { EventIncidents } from './event-incidents';
import { Section } from './event-parts';
import { Took } from './event-row';
import { EventWaterfall } from './event-waterfall';
import { tellsIncidents } from './incident-kinds';
import { JsonView } from './json-view';
import { hostOf, SafeLink } from './safe-link';
import { VerifiedBy } from './verified-by';

type EventDetailProps = {
  event: EventWire;
  /** Opens a neighbour where this one is shown; without it neighbours are links to their pages. */
  onOpen?: (id: string) => void;
  /** Two columns where there is room. */
  wide?: boolean;
};

/** Where it was and of what version; of a deployment they lead to the history and to where else the version came. */
function Where({ event: { kind, service, environment, version } }: { event: EventWire }) {
  const ships = kind === 'deployment' || kind === 'build';
  const tag = environment !== null && <EnvironmentTag name={environment} />;
  const badge = version !== null && <Badge>{version}</Badge>;
  return (
    <>
      {tag && kind === 'deployment' ? (
        <Link
          href={environmentHref(environment, { service })}
          prefetch={false}
          className="rounded-sm *:hover:border-fg-subtle"
        >
          {tag}
        </Link>
      ) : (
        tag
      )}
      {badge && ships ? (
        <Link
          href={versionHref(service, version)}
          prefetch={false}
          className="rounded-sm *:hover:border-fg-subtle"
        >
          {badge}
        </Link>
      ) : (
        badge
      )}
    </>
  );
}

const impacts = ['None', 'Low', 'Medium', 'High'];

/** Everything about one event: the same in the panel and on its page. */
export function EventDetail({ event, onOpen, wide = false }: EventDetailProps) {
  const facts = (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <PhaseBadge phase={event.phase} status={event.status} />
        {event.priority !== null && <PriorityBadge priority={event.priority} />}
        <Where event={event} />
      </div>
      {event.message.trim() !== '' && (
        <p className="max-w-prose whitespace-pre-wrap text-fg-muted wrap-anywhere">{event.message}</p>
      )}
      {tellsIncidents(event.kind) && <EventIncidents event={event} />}
      <Facts facts={factsOf(event)} className="border-t border-line pt-1" />
      <EventWaterfall event={event} />
      <Links event={event} />
    </>
  );
  const data = (
    <>
      {event.payload !== null && <JsonView title="Payload" value={event.payload} />}
      {Object.keys(event.metadata).length > 0 && <JsonView title="Metadata" value={event.metadata} />}
    </>
  );
  const beside = (
    <>
      <EventChain event={event} onOpen={onOpen} />
      <EventChangelog event={event} />
      <EventAround event={event} onOpen={onOpen} />
    </>
  );
  if (!wide) {
    return (
      <div className="flex flex-col gap-5">
        {facts}
        {beside}
        {data}
      </div>
    );
  }
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.25fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        {facts}
        {data}
      </div>
      <div className="flex min-w-0 flex-col gap-5">{beside}</div>
    </div>
  );
}

function factsOf(event: EventWire): Array<{ term: ReactNode; value: ReactNode }> {
  const list = (values: readonly string[]) => values.join(', ');
  const planned = event.phase === 'planned';
  const all: Array<[string, ReactNode]> = [
    ['Service', event.service],
    ['Environment', event.environment],
    [planned ? 'Starts' : 'Started', <Moment key="at" value={event.at} />],
    [
      planned ? 'Ends' : 'Ended',
      event.until !== null && event.until !== event.at ? <Moment key="until" value={event.until} /> : null,
    ],
    [
      'Duration',
      event.durationMs !== null || event.until === null ? <Took key="took" event={event} /> : null,
    ],
    ['Version', event.version],
    ['Commit', event.sha && <code className="font-mono text-xs">{event.sha}</code>],
    ['Owner', event.owner],
    ['Stakeholders', list(event.stakeholders)],
    ['Impact', event.impact > 0 ? impacts[event.impact] : null],
    ['Level', event.level],
    ['Category', event.category],
    ['Type', event.eventType && <code className="font-mono text-xs">{event.eventType}</code>],
    ['Source', event.source],
    ['External id', event.externalId && <code className="font-mono text-xs">{event.externalId}</code>],
    ['Slack', event.slackId && <code className="font-mono text-xs">{event.slackId}</code>],
    ['Notifies', list(event.notifications)],
    ['Reported', <Moment key="created" value={event.createdAt} by={event.createdBy} />],
    [
      'Verified',
      event.verified && (
        <VerifiedBy
          key="verified"
          verified={event.verified}
          sha={event.sha}
          environment={event.environment}
        />
      ),
    ],
  ];
  return all.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}

/** The clock and the age, both in sight: here is room for both. */
function Moment({ value, by }: { value: string; by?: string }) {
  return (
    <span className="flex flex-wrap gap-x-2">
      <Time value={value} show="minute" />
      <Time value={value} focusable={false} className="text-fg-subtle" />
      {by && <span className="text-fg-subtle">by {by}</span>}
    </span>
  );
}

function Links({ event }: { event: EventWire }) {
  const links = [
    ...(event.pullRequestUrl ? [{ title: 'Pull request', url: event.pullRequestUrl }] : []),
    ...(event.ticket ? [{ title: 'Ticket', url: event.ticket }] : []),
    ...event.links,
  ];
  if (links.length === 0) return null;
  return (
    <Section title="Links">
      <ul className="flex flex-col gap-1">
        {links.map(({ title, url }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: links may repeat, and never move
          <li key={index} className="flex min-w-0 items-baseline gap-2">
            {httpUrl(url) === null ? (
              <>
                <span className="shrink-0">{title}</span>
                <span className="min-w-0 truncate font-mono text-xs text-fg-subtle">{url}</span>
              </>
            ) : (
              <SafeLink
                href={url}
                className="inline-flex min-w-0 items-center gap-1.5 text-accent-fg underline-offset-2 hover:underline"
              >
                <span className="truncate">{title}</span>
                <span className="truncate text-xs text-fg-subtle">{hostOf(url)}</span>
                <ExternalLink size={12} aria-hidden className="shrink-0" />
              </SafeLink>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
