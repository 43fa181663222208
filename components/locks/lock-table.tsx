'use client';

import { Activity, Users } from 'lucide-react';
import Link from 'next/link';
import { type MouseEvent, memo } from 'react';
import { eventHref } from '@/components/frame/navigation';
import { Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { LockItemWire } from '@/lib/locks/schemas';
import { LockEnd, ScopeGlyph, ScopePath, Yours } from './lock-parts';
import type { LockRow } from './scopes';
import { scopeTitle } from './words';

interface LockListProps {
  rows: readonly LockRow[];
  orphans: readonly LockItemWire[];
  current: string | null;
  fresh: ReadonlySet<string>;
  owned: Readonly<Record<string, unknown>>;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
}

/** Who holds what: a table, and on small screens the same as a list. */
export function LockList(props: LockListProps) {
  const { rows, orphans, current, fresh, owned, hrefOf, onOpen } = props;
  return (
    <>
      <div className="@max-3xl:hidden">
        <Table label="Locks">
          <thead>
            <tr>
              <Th className="w-[32%]">What is locked</Th>
              <Th>Holder</Th>
              <Th className="w-[30%]">Reason</Th>
              <Th>Since</Th>
              <Th className="min-w-32">Ends</Th>
              <Th align="end">In line</Th>
              <Th>
                <span className="sr-only">Event</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <LockTr
                key={row.id}
                row={row}
                selected={row.id === current}
                fresh={fresh.has(row.id)}
                mine={row.id in owned}
                href={hrefOf(row.id)}
                onOpen={onOpen}
              />
            ))}
            {orphans.map((waiter) => (
              <Tr key={waiter.id} className="text-fg-muted">
                <Td>
                  <span className="flex items-center gap-2">
                    <ScopeGlyph level={waiter.level} />
                    <ScopePath scope={waiter} />
                  </span>
                </Td>
                <Td colSpan={4} wrap>
                  {orphanWords(waiter)}
                </Td>
                <Td align="end">{waiter.position}</Td>
                <Td />
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Locks" className="@3xl:hidden">
        {rows.map(({ id, lock, queue }) => (
          <li
            key={id}
            className={cn('relative border-b border-line px-4 py-3', id === current && 'bg-accent-bg')}
          >
            <div className="flex min-w-0 items-center gap-2 @lg:pr-44">
              <span className="text-fg-subtle">
                <ScopeGlyph level={lock.level} />
              </span>
              <OpenLink id={id} lock={lock} href={hrefOf(id)} onOpen={onOpen} />
              {id in owned && <Yours />}
            </div>
            <p className="mt-1 flex flex-wrap items-baseline gap-x-2 pl-5.5 text-fg-muted">
              <span className="font-medium text-fg">{lock.holder}</span>
              <Time value={lock.acquiredAt ?? ''} focusable={false} />
              {queue.length > 0 && <span className="nums">{queue.length} in line</span>}
            </p>
            {lock.reason !== '' && (
              <p className="mt-0.5 line-clamp-2 pl-5.5 text-fg-muted @lg:line-clamp-1">{lock.reason}</p>
            )}
            <div className="mt-1 pl-5.5 @lg:absolute @lg:top-3 @lg:right-4 @lg:mt-0">
              <LockEnd lock={lock} bar />
            </div>
          </li>
        ))}
        {orphans.map((waiter) => (
          <li key={waiter.id} className="border-b border-line px-4 py-3 text-fg-muted">
            <ScopePath scope={waiter} />
            <p className="mt-1">{orphanWords(waiter)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

const orphanWords = ({ holder, position }: LockItemWire) =>
  position === 1
    ? `Nobody has it at this moment: ${holder} gets it next.`
    : `Nobody has it at this moment: ${holder} waits behind others.`;

function OpenLink(props: { id: string; lock: LockItemWire; href: string; onOpen: (id: string) => void }) {
  const { id, lock, href, onOpen } = props;
  const open = (press: MouseEvent) => {
    if (press.metaKey || press.ctrlKey || press.shiftKey || press.altKey || press.button !== 0) return;
    press.preventDefault();
    onOpen(id);
  };
  return (
    <a href={href} onClick={open} className="flex min-w-0 after:absolute after:inset-0">
      <ScopePath scope={lock} />
      <span className="sr-only">, held by {lock.holder}</span>
    </a>
  );
}

const LockTr = memo(function LockTr(props: {
  row: LockRow;
  selected: boolean;
  fresh: boolean;
  mine: boolean;
  href: string;
  onOpen: (id: string) => void;
}) {
  const { row, selected, fresh, mine, href, onOpen } = props;
  const { id, lock, queue } = row;
  return (
    <Tr selected={selected} className={cn('relative', fresh && 'enter-fade')} data-lock={id}>
      <Td className="max-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <span className="text-fg-subtle">
            <ScopeGlyph level={lock.level} />
          </span>
          <OpenLink id={id} lock={lock} href={href} onOpen={onOpen} />
          {mine && <Yours />}
        </span>
      </Td>
      <Td className="max-w-48">
        <span className="block truncate font-medium" title={lock.holder}>
          {lock.holder}
        </span>
      </Td>
      <Td className="max-w-0">
        <span
          className="block truncate text-fg-muted"
          data-tip={lock.reason.length > 40 ? lock.reason : undefined}
        >
          {lock.reason || <span className="text-fg-subtle">no reason given</span>}
        </span>
      </Td>
      <Td className="text-fg-muted">
        <Time value={lock.acquiredAt ?? ''} focusable={false} />
      </Td>
      <Td>
        <LockEnd lock={lock} bar />
      </Td>
      <Td align="end">
        {queue.length > 0 ? (
          <span
            className="inline-flex items-center gap-1 font-medium"
            data-tip={`In line: ${queue
              .slice(0, 6)
              .map(({ holder }) => holder)
              .join(', ')}${queue.length > 6 ? ', …' : ''}`}
          >
            <Users size={12} aria-hidden className="text-fg-subtle" />
            {queue.length}
          </span>
        ) : (
          <span className="text-fg-subtle">0</span>
        )}
      </Td>
      <Td className="w-8">
        {lock.eventId !== null && (
          <Link
            href={eventHref(lock.eventId)}
            prefetch={false}
            aria-label={`The event of this lock: ${lock.reason || scopeTitle(lock)}`}
            data-tip="Open its event"
            className="relative z-1 inline-flex size-control-sm items-center justify-center rounded text-fg-muted hover:bg-surface-3 hover:text-fg"
          >
            <Activity size={14} aria-hidden />
          </Link>
        )}
      </Td>
    </Tr>
  );
});
