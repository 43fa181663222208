'use client';

import {
  ArrowRight,
  Check,
  CircleDot,
  FileText,
  GitCommitVertical,
  type LucideIcon,
  Merge,
  MessageSquare,
  Pencil,
  RotateCcw,
  ScanSearch,
  Sparkles,
  Split,
  UserRound,
} from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { incidentHref } from '@/components/frame/navigation';
import { useTimeZone } from '@/components/frame/preferences';
import { IncidentStatusMark } from '@/components/incidents/board/incident-parts';
import { incidentCategoryLabel } from '@/components/incidents/board/words';
import { Markdown } from '@/components/markdown/markdown';
import { formatAbsolute } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import type { IncidentEntryWire } from '@/lib/incidents/schemas';
import {
  type IncidentCategory,
  type IncidentEntryType,
  type IncidentStatus,
  incidentCategories,
  incidentStatuses,
} from '@/lib/incidents/vocabulary';

const icons: Record<IncidentEntryType, LucideIcon> = {
  opened: CircleDot,
  reopened: RotateCcw,
  status: GitCommitVertical,
  acknowledged: Check,
  assigned: UserRound,
  edited: Pencil,
  note: MessageSquare,
  merged: Merge,
  split: Split,
  suspect: ScanSearch,
  triaged: Sparkles,
  postmortem: FileText,
};

type EntryRowProps = {
  entry: IncidentEntryWire;
  /** What a change is called, when it is known here. */
  titleOf: (eventId: string) => string | undefined;
};

/** One thing that happened to it: who, what and when; a note with its words. */
export function EntryRow({ entry, titleOf }: EntryRowProps) {
  const Icon = icons[entry.type];
  const note = entry.type === 'note';
  const long = entry.text.trim() !== '';
  return (
    <li
      data-entry={entry.type}
      className="relative flex gap-2.5 pb-3.5 last:pb-0 before:absolute before:top-5.5 before:bottom-0.5 before:left-[6.5px] before:w-px before:bg-line last:before:hidden"
    >
      <Icon
        size={14}
        aria-hidden
        className={cn('mt-0.75 shrink-0', note ? 'text-accent-fg' : 'text-fg-subtle')}
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-x-2">
          <p className="min-w-0 flex-1 wrap-anywhere">
            <span className="font-medium wrap-anywhere">{entry.actor || 'Shiplog'}</span>{' '}
            <span className="text-fg-muted">
              <What entry={entry} titleOf={titleOf} />
            </span>
          </p>
          <Time value={entry.at} className="shrink-0 text-xs text-fg-subtle" />
        </div>
        {entry.type === 'edited' && <Edited entry={entry} />}
        {long && (
          <div
            className={cn(
              'mt-1',
              note ? 'rounded border border-line bg-surface-0 px-3 py-2' : 'text-fg-muted',
            )}
          >
            <Markdown text={entry.text} level={4} />
          </div>
        )}
      </div>
    </li>
  );
}

function What({ entry, titleOf }: EntryRowProps): ReactNode {
  const { type, field, oldValue, newValue } = entry;
  switch (type) {
    case 'opened':
      return 'opened it';
    case 'reopened':
    case 'status':
      return (
        <span className="[&>*]:mx-0.5">
          {type === 'reopened' ? 'opened it again: ' : 'moved it '}
          <Status value={oldValue} />
          <ArrowRight size={11} aria-hidden className="inline text-fg-subtle" />
          <span className="sr-only">to</span>
          <Status value={newValue} />
        </span>
      );
    case 'acknowledged':
      return 'acknowledged it';
    case 'assigned':
      return newValue === ''
        ? `took ${oldValue || 'everybody'} off it`
        : newValue === entry.actor
          ? 'took it'
          : `gave it to ${newValue}`;
    case 'edited':
      return field === 'relatedId' ? 'related it to a change' : `changed the ${words(field)}`;
    case 'note':
      return 'noted';
    case 'merged':
      return field === 'mergedFrom' ? (
        <>
          merged <Other number={newValue} /> into it
        </>
      ) : (
        <>
          merged it into <Other number={newValue} />
        </>
      );
    case 'split':
      return field === 'splitFrom' ? (
        <>
          split it off <Other number={newValue} />
        </>
      ) : (
        <>
          split {oldValue === '1' ? 'one signal' : `${oldValue} signals`} off to <Other number={newValue} />
        </>
      );
    case 'suspect':
      return (
        <>
          {newValue === ''
            ? 'took back what was said of'
            : newValue === 'confirmed'
              ? 'confirmed the cause:'
              : 'cleared'}{' '}
          <Link
            href={`/events/${encodeURIComponent(field)}`}
            prefetch={false}
            className="text-fg hover:underline"
          >
            {titleOf(field) ?? 'a change'}
          </Link>
        </>
      );
    case 'triaged':
      return `judged it: ${category(newValue)}`;
    case 'postmortem':
      return 'wrote the postmortem';
  }
}

function Status({ value }: { value: string }) {
  const status = incidentStatuses.find((known): known is IncidentStatus => known === value);
  return status ? (
    <IncidentStatusMark status={status} className="align-bottom" />
  ) : (
    <span className="text-fg-subtle">{value || 'nowhere'}</span>
  );
}

function Other({ number }: { number: string }) {
  const known = Number(number);
  if (!Number.isSafeInteger(known) || known < 1) return <>#{number}</>;
  return (
    <Link href={incidentHref(known)} prefetch={false} className="text-fg hover:underline">
      #{known}
    </Link>
  );
}

function Edited({ entry: { field, oldValue, newValue } }: { entry: IncidentEntryWire }) {
  const { timeZone } = useTimeZone();
  if (field === 'relatedId' || (oldValue === '' && newValue === '')) return null;
  const show = (value: string) => {
    if (/(?:At|Time)$/.test(field) && !Number.isNaN(Date.parse(value)))
      return formatAbsolute(value, timeZone, 'minute');
    if (field === 'category') return category(value);
    return value.length > 280 ? `${value.slice(0, 280)}…` : value;
  };
  return (
    <p className="mt-0.5 text-xs wrap-anywhere">
      {oldValue !== '' && <del className="text-fg-subtle">{show(oldValue)}</del>}{' '}
      {newValue !== '' && <ins className="no-underline">{show(newValue)}</ins>}
    </p>
  );
}

const fieldWords: Record<string, string> = {
  startedAt: 'start',
  detectedAt: 'time of detection',
  endedAt: 'end',
};

/** `someField` as words: `some field`. */
const words = (field: string) =>
  fieldWords[field] ?? field.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

const category = (value: string) =>
  incidentCategories.some((known) => known === value)
    ? incidentCategoryLabel[value as IncidentCategory].toLowerCase()
    : value;
