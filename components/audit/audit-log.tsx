'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, ScrollText } from 'lucide-react';
import { ActiveFilters } from '@/components/frame/active-filters';
import { PageHeader } from '@/components/frame/page-header';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlState, valuesOf } from '@/components/frame/use-url-state';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { auditExportHref, auditListOptions } from '@/lib/audit/queries';
import { chipLabels, readAuditUrl } from './audit-url';
import { ChainStatus } from './chain-status';
import { EntryRow } from './entry-row';

const since: Record<string, string> = {
  'now-1h': 'Last hour',
  'now-24h': 'Last 24 hours',
  'now-7d': 'Last 7 days',
  'now-30d': 'Last 30 days',
};

/** Who did what, and what they were denied. */
export function AuditLog() {
  const { query, setUrl } = useUrlState();
  const { filters, listQuery, refused } = readAuditUrl(query);
  const log = useInfiniteQuery(auditListOptions(listQuery));
  const items = log.data?.pages.flatMap((page) => page.items);
  const outcome = query.get('outcome') ?? '';
  const from = query.get('from') ?? '';
  const active = Object.keys(chipLabels).flatMap((name) =>
    valuesOf(query, name).map((value) => ({ name, label: chipLabels[name] as string, value, text: value })),
  );
  const clear = () =>
    setUrl(
      Object.fromEntries(
        [...Object.keys(chipLabels), 'q', 'outcome', 'from', 'to'].map((name) => [name, null]),
      ),
    );

  return (
    <>
      <PageHeader
        title="Audit log"
        description="Every change and every attempt that was denied: who, from where, what, and what it made of it. Entries cannot be changed."
        actions={
          <>
            <a href={auditExportHref(filters, 'csv')} download className={buttonClass()}>
              <Download size={14} aria-hidden />
              CSV
            </a>
            <a href={auditExportHref(filters, 'ndjson')} download className={buttonClass()}>
              <Download size={14} aria-hidden />
              JSON lines
            </a>
          </>
        }
      />
      <ChainStatus />
      <Panel padded={false}>
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <div className="flex min-w-0 flex-1 basis-72 max-sm:basis-full">
            <TextFilter label="Find in the audit log" placeholder="Find a name, a value, an id" />
          </div>
          <SegmentedControl
            label="Outcome"
            value={outcome}
            onChange={(value) => setUrl({ outcome: value })}
            options={[
              { value: '', label: 'All' },
              { value: 'done', label: 'Done' },
              { value: 'denied', label: 'Denied' },
            ]}
          />
          <div className="w-40 max-sm:flex-1">
            <Select
              aria-label="Since when"
              value={from}
              onChange={(event) => setUrl({ from: event.target.value, to: null })}
            >
              <option value="">Any time</option>
              {Object.entries(since).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
              {from !== '' && !(from in since) && <option value={from}>Since {from}</option>}
            </Select>
          </div>
        </div>
        <ActiveFilters active={active} splits={(name) => name === 'kind'} refused={refused} onClear={clear} />
        {items ? (
          items.length === 0 ? (
            <EmptyState
              icon={<ScrollText size={22} aria-hidden />}
              title={filters ? 'Nothing like that is in the log' : 'Nothing was changed yet'}
              text={
                filters
                  ? 'Other words or fewer filters may find it.'
                  : 'The first change has its entry in the moment in which it is made.'
              }
              actions={filters ? <Button onClick={clear}>Clear the filters</Button> : undefined}
            />
          ) : (
            <ul aria-label="Entries" aria-busy={log.isPlaceholderData}>
              {items.map((entry) => (
                <EntryRow
                  key={entry.id}
                  entry={entry}
                  onFilter={(name, value) => setUrl({ [name]: value })}
                />
              ))}
            </ul>
          )
        ) : log.isError ? (
          <ErrorState
            compact
            title="The audit log could not be read"
            text="Nothing of it is lost, and it goes on being written."
            detail={log.error.message}
            onRetry={() => log.refetch()}
            retrying={log.isFetching}
          />
        ) : (
          <SkeletonRows rows={8} label="Loading the audit log" />
        )}
        {log.hasNextPage && (
          <div className="border-t border-line px-panel py-2">
            <Button size="sm" busy={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
              Show earlier ones
            </Button>
          </div>
        )}
      </Panel>
    </>
  );
}
