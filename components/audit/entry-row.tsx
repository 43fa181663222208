'use client';

import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type ReactNode, useId, useState } from 'react';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { Facts } from '@/components/ui/panel';
import type { AuditEntryWire } from '@/lib/audit/schemas';
import { Difference } from './difference';
import { callerText, operationText, reasonText, subjectHref, titleOf } from './words';

type Filter = (name: string, value: string) => void;

const phases = { done: 'noted', denied: 'failed', failed: 'attention' } as const;

/** An entry: the sentence on the surface, everything else below it when it is opened. */
export function EntryRow({ entry, onFilter }: { entry: AuditEntryWire; onFilter: Filter }) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const { at, caller, operation, outcome, subject, times } = entry;
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={details}
        onClick={() => setOpen(!open)}
        className="group flex w-full items-baseline gap-x-3 px-panel py-2 text-left hover:bg-surface-2"
      >
        <ChevronRight
          size={13}
          aria-hidden
          className="shrink-0 self-center text-fg-subtle transition-transform duration-100 group-aria-expanded:rotate-90"
        />
        <span data-phase={phases[outcome]} className="w-16 shrink-0">
          <Badge tone="phase">{outcome}</Badge>
        </span>
        <span className="min-w-0 flex-1 wrap-anywhere">
          <span className="font-medium">{caller.name || callerText(caller.kind)}</span>
          {caller.kind !== 'person' && caller.kind !== 'local' && (
            <span className="text-fg-subtle"> ({callerText(caller.kind)})</span>
          )}{' '}
          <span className="text-fg-muted">{operationText(operation)}</span>{' '}
          {subject && <span className="font-mono text-xs">{subject}</span>}
          {titleOf(entry) && <span className="text-fg-muted"> {titleOf(entry)}</span>}
          {times > 1 && <span className="text-fg-subtle"> {times.toLocaleString('en-GB')} times</span>}
        </span>
        <Time value={at} focusable={false} className="shrink-0 text-xs text-fg-muted" />
      </button>
      {open && (
        <div id={details} className="flex flex-col gap-3 px-panel pb-4 sm:pl-10">
          <Details entry={entry} onFilter={onFilter} />
          <Difference entry={entry} />
        </div>
      )}
    </li>
  );
}

function Details({ entry, onFilter }: { entry: AuditEntryWire; onFilter: Filter }) {
  const { id, at, caller, address, operation, outcome, reason, subject, requestId, sealed } = entry;
  const href = subjectHref(subject);
  const only = (name: string, value: string, text: ReactNode = value) =>
    value === '' ? (
      '–'
    ) : (
      <button
        type="button"
        data-tip="Only these"
        onClick={() => onFilter(name, value)}
        className="rounded-xs text-left wrap-anywhere text-accent-fg hover:underline"
      >
        {text}
      </button>
    );
  const facts = [
    { term: 'When', value: <Time value={at} show="full" /> },
    {
      term: 'Who',
      value: (
        <>
          {only('caller', caller.id || caller.name, caller.name || caller.id)}{' '}
          <span className="text-fg-subtle">
            {callerText(caller.kind)}
            {caller.via && `, by ${caller.via}`}
          </span>
        </>
      ),
    },
    { term: 'From', value: only('address', address) },
    { term: 'Operation', value: only('operation', operation) },
    {
      term: 'About',
      value: (
        <>
          {only('subject', subject)}
          {href && (
            <Link
              href={href as Route}
              prefetch={false}
              className="ml-3 rounded-xs text-accent-fg hover:underline"
            >
              Look at it
            </Link>
          )}
        </>
      ),
    },
    ...(outcome === 'done' ? [] : [{ term: 'Why not', value: reasonText(reason) || '–' }]),
    {
      term: 'Request',
      value: requestId ? (
        <span className="flex flex-wrap items-center gap-1">
          <span className="font-mono text-xs">{only('requestId', requestId)}</span>
          <CopyButton text={requestId} label="Copy the request id" />
        </span>
      ) : (
        '–'
      ),
    },
    { term: 'Entry', value: `${id}, ${sealed ? 'sealed' : 'not sealed yet'}` },
  ];
  return <Facts facts={facts} />;
}
