'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useUrlState } from '@/components/frame/use-url-state';
import { Duration, Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { LockTermWire } from '@/lib/locks/operations';
import { lockHistoryOptions } from '@/lib/locks/queries';
import { Ending } from './ending';
import { ScopePath } from './lock-parts';
import { acquireExample } from './locks-empty';
import type { LocksState } from './locks-url';

const endings = [
  { value: 'all', label: 'All' },
  { value: 'expired', label: 'Expired' },
  { value: 'taken_over', label: 'Taken over' },
] as const;

/** Who had what, for how long, how it ended and who waited meanwhile; those that began last first. */
export function LockHistory(props: {
  state: LocksState;
  narrowed: boolean;
  hrefOf: (id: string) => string;
  onOpen: (id: string) => void;
}) {
  const { state, narrowed, hrefOf, onOpen } = props;
  const { setUrl } = useUrlState();
  const history = useInfiniteQuery(lockHistoryOptions(state.historyQuery));
  const terms = history.data?.pages.flatMap((page) => page.items);
  const ending = endings.find(({ value }) => value === state.endedAs[0])?.value ?? 'all';
  const row = (term: LockTermWire) => ({
    term,
    selected: term.id === state.lock,
    href: hrefOf(term.id),
    onOpen,
  });
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <SegmentedControl
          label="How it ended"
          value={ending}
          onChange={(value) => setUrl({ endedAs: value === 'all' ? null : value })}
          options={endings}
        />
      </div>
      {history.isPending ? (
        <SkeletonRows rows={12} label="Loading the history" />
      ) : history.isError && !terms ? (
        <ErrorState
          title="The history could not be read"
          text="Locks themselves are not concerned: they hold as before."
          detail={history.error.message}
          onRetry={() => history.refetch()}
          retrying={history.isFetching}
        />
      ) : terms === undefined || terms.length === 0 ? (
        narrowed || ending !== 'all' ? (
          <EmptyState
            title="No term fits these filters"
            text="Nothing that was ever locked has all of them."
            actions={
              <Button
                onClick={() =>
                  setUrl({ endedAs: null, environment: null, service: null, holder: null, q: null })
                }
              >
                Clear the filters
              </Button>
            }
          />
        ) : (
          <EmptyState
            title="Nothing was ever locked here"
            text="Every term is kept: who had it, for how long, how it ended and who waited. Take the first lock:"
            example={acquireExample}
          />
        )
      ) : (
        <div
          className={cn('@container', history.isPlaceholderData && 'opacity-70')}
          aria-busy={history.isPlaceholderData}
        >
          <div className="@max-3xl:hidden">
            <Table label="History of locks">
              <thead>
                <tr>
                  <Th className="w-[30%]">What was locked</Th>
                  <Th>Holder</Th>
                  <Th>Began</Th>
                  <Th align="end">Held for</Th>
                  <Th>How it ended</Th>
                  <Th className="w-[24%]">Why</Th>
                  <Th align="end">Waited</Th>
                </tr>
              </thead>
              <tbody>
                {terms.map((term) => (
                  <TermTr key={term.id} {...row(term)} />
                ))}
              </tbody>
            </Table>
          </div>
          <ul aria-label="History of locks" className="@3xl:hidden">
            {terms.map((term) => (
              <TermItem key={term.id} {...row(term)} />
            ))}
          </ul>
          {history.isFetchNextPageError && (
            <p role="alert" className="px-3 py-2 text-fg-muted">
              The next page could not be read. What is above stays.
            </p>
          )}
          {history.hasNextPage && (
            <div className="px-3 py-3">
              <Button busy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
                Show older ones
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

type TermProps = { term: LockTermWire; selected: boolean; href: string; onOpen: (id: string) => void };

function TermLink({ term, href, onOpen }: TermProps) {
  return (
    <a
      href={href}
      onClick={(press) => {
        if (press.metaKey || press.ctrlKey || press.shiftKey || press.altKey || press.button !== 0) return;
        press.preventDefault();
        onOpen(term.id);
      }}
      className="flex min-w-0 after:absolute after:inset-0"
    >
      <ScopePath scope={term} />
      <span className="sr-only">, held by {term.holder}</span>
    </a>
  );
}

function waitedTip({ waited }: LockTermWire): string | undefined {
  if (waited.length === 0) return undefined;
  return waited.map(({ holder, outcome }) => `${holder}: ${outcome}`).join('\n');
}

function TermTr(props: TermProps) {
  const { term, selected } = props;
  return (
    <Tr selected={selected} className="relative">
      <Td className="max-w-0">
        <TermLink {...props} />
      </Td>
      <Td className="max-w-44">
        <span className="block truncate font-medium">{term.holder}</span>
      </Td>
      <Td className="text-fg-muted">
        <Time value={term.acquiredAt ?? ''} focusable={false} />
      </Td>
      <Td align="end">
        <Duration millis={term.heldMs} />
      </Td>
      <Td>
        <Ending term={term} />
      </Td>
      <Td className="max-w-0">
        <span className="block truncate text-fg-muted" data-tip={term.endReason || term.reason || undefined}>
          {term.endReason || term.reason}
        </span>
      </Td>
      <Td align="end">
        <span className={term.waited.length === 0 ? 'text-fg-subtle' : ''} data-tip={waitedTip(term)}>
          {term.waited.length}
        </span>
      </Td>
    </Tr>
  );
}

function TermItem(props: TermProps) {
  const { term, selected } = props;
  return (
    <li className={cn('relative border-b border-line px-4 py-2.5', selected && 'bg-accent-bg')}>
      <div className="flex min-w-0 items-baseline gap-2">
        <TermLink {...props} />
        <span className="ml-auto shrink-0 text-fg-subtle">
          <Time value={term.acquiredAt ?? ''} focusable={false} />
        </span>
      </div>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{term.holder}</span>
        <span className="text-fg-muted">
          for <Duration millis={term.heldMs} />
        </span>
        <Ending term={term} />
      </p>
      {(term.endReason || term.reason) && (
        <p className="mt-0.5 line-clamp-2 text-fg-muted">{term.endReason || term.reason}</p>
      )}
    </li>
  );
}
