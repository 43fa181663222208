'use client';

import { Check, UserRound } from 'lucide-react';
import Link from 'next/link';
import { memo } from 'react';
import { incidentHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Duration, Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { isActive } from '@/lib/incidents/vocabulary';
import styles from './board.module.css';
import { type CardActions, CardMenu } from './card-menu';
import { SeverityMark, Sparkline, TopSuspect } from './incident-parts';

/** Where the keys that carry a card are told to screen readers. */
export const carryHint = 'incident-carry-hint';

interface CardProps {
  incident: IncidentWire;
  fresh: boolean;
  /** It is being carried by keyboard. */
  held: boolean;
  menuOpen: boolean;
  actions: CardActions;
}

/** One incident on the board. The whole of it is a link to its page; its menu says what else can be done. */
export const Card = memo(function Card({ incident, fresh, held, menuOpen, actions }: CardProps) {
  const { number, title, service, environment, status, startedAt, endedAt, topSuspect } = incident;
  const active = isActive(status);
  return (
    <article
      aria-labelledby={`incident-${number}`}
      data-card={number}
      data-held={held || undefined}
      className={cn(
        'group/card relative flex flex-col gap-1.5 rounded-md border border-line-strong bg-surface-1 p-2.5 hover:border-fg-subtle has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-(--focus)',
        styles.card,
        fresh && styles.fresh,
      )}
    >
      <div className="flex h-5 items-center gap-2">
        <SeverityMark severity={incident.severity} />
        <span className="nums text-xs text-fg-muted">#{number}</span>
        {incident.reopened > 0 && (
          <span
            className="text-2xs text-fg-subtle"
            data-tip={`Reopened ${incident.reopened === 1 ? 'once' : `${incident.reopened} times`}`}
          >
            reopened{incident.reopened > 1 && ` ×${incident.reopened}`}
          </span>
        )}
        <span className="relative z-1 ml-auto text-xs text-fg-subtle">
          <Time value={active ? startedAt : (endedAt ?? incident.updatedAt)} focusable={false} />
        </span>
        <CardMenu incident={incident} open={menuOpen} actions={actions} />
      </div>
      <h3 id={`incident-${number}`} className="text-md leading-5 font-medium wrap-anywhere">
        <Link
          href={incidentHref(number)}
          prefetch={false}
          draggable={false}
          aria-describedby={carryHint}
          className="line-clamp-2 outline-none after:absolute after:inset-0"
        >
          <span className="sr-only">Incident {number}: </span>
          {title}
        </Link>
      </h3>
      <p className="flex min-w-0 items-center gap-2 text-xs text-fg-muted">
        <span className="min-w-0 truncate">{service}</span>
        {environment && <EnvironmentTag name={environment} plain className="relative z-1 shrink-0 text-xs" />}
      </p>
      <div className="flex h-4.5 items-center gap-2 text-xs text-fg-muted">
        {incident.signalCount > 0 ? (
          <>
            {incident.activity && (
              <span className="relative z-1 flex">
                <Sparkline activity={incident.activity} active={active} />
              </span>
            )}
            <span className="nums whitespace-nowrap">
              {incident.signalCount.toLocaleString('en-GB')}
              <span className="@max-3xs:sr-only">{incident.signalCount === 1 ? ' signal' : ' signals'}</span>
            </span>
          </>
        ) : (
          <span className="text-fg-subtle">Reported</span>
        )}
        <Person incident={incident} />
      </div>
      {(topSuspect || !active) && (
        <div className="-mx-2.5 mt-0.5 -mb-1 flex min-w-0 flex-col gap-1 border-t border-line px-2.5 pt-1.5 text-xs text-fg-muted">
          {topSuspect && (
            <span className="relative z-1 min-w-0">
              <TopSuspect suspect={topSuspect} />
            </span>
          )}
          {!active && endedAt && (
            <span className="flex min-w-0 justify-between gap-2 text-fg-subtle">
              <span className="shrink-0">
                {incident.mergedInto === null ? 'Lasted ' : `Merged into #${incident.mergedInto} after `}
                <Duration millis={Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))} />
              </span>
              {incident.resolvedBy !== '' && incident.resolvedBy !== incident.assignee && (
                <span className="min-w-0 truncate" data-tip={`Resolved by ${incident.resolvedBy}`}>
                  by {incident.resolvedBy}
                </span>
              )}
            </span>
          )}
        </div>
      )}
    </article>
  );
});

/** Who is on it, and whether anybody said so. */
function Person({ incident }: { incident: IncidentWire }) {
  const { assignee, acknowledgedAt, acknowledgedBy, status } = incident;
  const acknowledged = acknowledgedAt
    ? `Acknowledged${acknowledgedBy ? ` by ${acknowledgedBy}` : ''}`
    : 'Nobody has acknowledged it';
  if (assignee === '') {
    if (!isActive(status)) return null;
    return (
      <span className="relative z-1 ml-auto shrink-0 text-fg-subtle" data-tip={acknowledged}>
        Unassigned
      </span>
    );
  }
  return (
    <span
      className="relative z-1 ml-auto flex min-w-0 shrink items-center gap-1"
      data-tip={`Assigned to ${assignee}. ${acknowledged}`}
    >
      {acknowledgedAt ? (
        <Check size={12} aria-hidden className="shrink-0 text-fg-subtle" />
      ) : (
        <UserRound size={12} aria-hidden className="shrink-0 text-fg-subtle" />
      )}
      <span className="sr-only">{acknowledgedAt ? 'acknowledged, ' : ''}assigned to </span>
      <span className="truncate">{assignee}</span>
    </span>
  );
}
