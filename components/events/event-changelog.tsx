'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Check, CircleDot, GitCommitVertical, MessageSquare, Pencil, X } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { Refused, useAllowed } from '@/components/frame/allowed';
import { announce } from '@/components/frame/live-region';
import { StatusBadge } from '@/components/glyphs/badges';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Textarea } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { placeOfEvent } from '@/lib/events/place';
import { changelogOptions } from '@/lib/events/queries';
import type { ChangelogEntryWire, EventWire } from '@/lib/events/schemas';
import { type EventStatus, statuses } from '@/lib/events/vocabulary';
import { Section } from './event-parts';
import { type Comment, useComment } from './mutations';

/** Everything that happened to an event, newest first, and a place to say something. */
export function EventChangelog({ event }: { event: EventWire }) {
  const changelog = useQuery(changelogOptions(event.id));
  const total = changelog.data?.total.count;
  return (
    <Section
      title="Changelog"
      note={total === undefined ? undefined : `${total} ${total === 1 ? 'entry' : 'entries'}`}
    >
      <CommentForm
        event={event}
        approvable={event.status === 'waiting_approval' || event.phase === 'planned'}
      />
      {changelog.isPending ? (
        <div role="status" className="flex flex-col gap-3 py-2">
          <span className="sr-only">Loading the changelog</span>
          <Skeleton width="60%" />
          <Skeleton width="45%" />
        </div>
      ) : changelog.isError ? (
        <ErrorState
          compact
          title="The changelog could not be read"
          text="What you have typed stays."
          detail={changelog.error.message}
          onRetry={() => changelog.refetch()}
          retrying={changelog.isFetching}
        />
      ) : (
        <ol aria-label="Changelog">
          {[...changelog.data.items].reverse().map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      {changelog.data?.nextCursor && (
        <p className="mt-1 text-xs text-fg-subtle">Only the first 500 entries are shown here.</p>
      )}
    </Section>
  );
}

function CommentForm({ event, approvable }: { event: EventWire; approvable: boolean }) {
  const [text, setText] = useState('');
  const comment = useComment(event.id);
  const permission = useAllowed('events:write', placeOfEvent(event));
  const send = (type: Comment['type']) => {
    if (!permission.allowed) return;
    if (type === 'commented' && text.trim() === '') return;
    comment.mutate(
      { type, comment: text.trim() },
      {
        onSuccess: () => {
          setText('');
          announce(type === 'commented' ? 'Comment added' : type === 'approved' ? 'Approved' : 'Rejected');
        },
      },
    );
  };
  const submit = (pressed: SubmitEvent<HTMLFormElement>) => {
    pressed.preventDefault();
    send('commented');
  };
  if (!permission.allowed && permission.never) return null;
  return (
    <Refused permission={permission}>
      <form onSubmit={submit} className="mb-3 flex flex-col gap-2" data-print="hide">
        <Textarea
          aria-label="Comment"
          placeholder="Say what you know or decided"
          rows={2}
          maxLength={10_000}
          value={text}
          onChange={(typed) => setText(typed.target.value)}
          onKeyDown={(press) => {
            if (press.key === 'Enter' && (press.ctrlKey || press.metaKey)) {
              press.preventDefault();
              send('commented');
            }
          }}
          className="min-h-9"
        />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            size="sm"
            disabled={text.trim() === ''}
            busy={comment.isPending && comment.variables?.type === 'commented'}
          >
            Comment
          </Button>
          <Button
            size="sm"
            variant={approvable ? 'secondary' : 'ghost'}
            icon={<Check size={13} aria-hidden />}
            busy={comment.isPending && comment.variables?.type === 'approved'}
            onClick={() => send('approved')}
          >
            Approve
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={<X size={13} aria-hidden />}
            busy={comment.isPending && comment.variables?.type === 'rejected'}
            onClick={() => send('rejected')}
          >
            Reject
          </Button>
          {comment.isError && (
            <p role="alert" className="text-xs text-danger-fg">
              Not sent: {comment.error.message} What you typed is still here.
            </p>
          )}
        </div>
      </form>
    </Refused>
  );
}

const icons = {
  created: CircleDot,
  updated: Pencil,
  status_changed: GitCommitVertical,
  approved: Check,
  rejected: X,
  commented: MessageSquare,
  linked: Pencil,
  locked: Pencil,
  unlocked: Pencil,
} as const;

const verbs: Record<ChangelogEntryWire['type'], string> = {
  created: 'reported it',
  updated: 'changed',
  status_changed: 'moved it',
  approved: 'approved',
  rejected: 'rejected',
  commented: 'commented',
  linked: 'linked it',
  locked: 'locked it',
  unlocked: 'unlocked it',
};

function Entry({ entry }: { entry: ChangelogEntryWire }) {
  const Icon = icons[entry.type];
  const comment = entry.type === 'created' ? '' : entry.comment;
  return (
    <li className="relative flex gap-2.5 pb-3 last:pb-0 before:absolute before:top-5 before:bottom-0 before:left-[6.5px] before:w-px before:bg-line last:before:hidden">
      <Icon size={14} aria-hidden className="mt-0.75 shrink-0 text-fg-subtle" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="font-medium">{entry.actor}</span>
          <span className="text-fg-muted">
            {verbs[entry.type]}
            {entry.type === 'updated' && entry.field && ` ${words(entry.field)}`}
          </span>
          <Time value={entry.at} className="ml-auto text-xs text-fg-subtle" />
        </p>
        {entry.type === 'status_changed' ? (
          <p className="mt-0.5 flex flex-wrap items-center gap-1.5">
            <Status value={entry.oldValue} />
            <ArrowRight size={12} className="shrink-0 text-fg-subtle" aria-hidden />
            <span className="sr-only">to</span>
            <Status value={entry.newValue} />
          </p>
        ) : (
          (entry.oldValue !== '' || entry.newValue !== '') && (
            <p className="mt-0.5 text-xs wrap-anywhere">
              {entry.oldValue !== '' && <del className="text-fg-subtle">{short(entry.oldValue)}</del>}{' '}
              {entry.newValue !== '' && <ins className="no-underline">{short(entry.newValue)}</ins>}
            </p>
          )
        )}
        {comment !== '' && <p className="mt-0.5 whitespace-pre-wrap wrap-anywhere">{comment}</p>}
      </div>
    </li>
  );
}

function Status({ value }: { value: string }) {
  const status = statuses.find((known): known is EventStatus => known === value);
  return status ? (
    <StatusBadge status={status} plain />
  ) : (
    <span className="text-fg-subtle">{value || 'no status'}</span>
  );
}

/** `startsAt` as words: `starts at`. */
function words(field: string): string {
  return field.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 297)}…` : text;
}
