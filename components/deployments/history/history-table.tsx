'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeft, Download } from 'lucide-react';
import Link from 'next/link';
import { type MouseEvent, useState } from 'react';
import { incidentHref, serviceHref } from '@/components/frame/navigation';
import { useUrlState } from '@/components/frame/use-url-state';
import { PhaseBadge } from '@/components/glyphs/badges';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel } from '@/components/glyphs/phases';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { download } from '@/components/ui/download';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import { deploymentListOptions } from '@/lib/deployments/queries';
import type { DeploymentWire } from '@/lib/deployments/schemas';
import { ChangeMark, VersionLink } from '../deployment-parts';
import { NoDeployments } from '../deployments-empty';
import { counted, versionText } from '../words';
import { historyCsv, mostRows, readAll } from './history-csv';
import type { HistoryState } from './history-url';

interface HistoryProps {
  environment: string;
  state: HistoryState;
  narrowed: boolean;
  onOpen: (id: string) => void;
  onCompare: (ids: readonly string[]) => void;
  onClear: () => void;
}

/** What was deployed, last begun first. Two of a service can be chosen and compared. */
export function History(props: HistoryProps) {
  const { environment, state, narrowed, onOpen, onCompare, onClear } = props;
  const answer = useInfiniteQuery(deploymentListOptions(state.listQuery));
  const [saving, setSaving] = useState(false);
  const rows = answer.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = answer.data?.pages[0]?.total;
  const first = rows.find(({ id }) => id === state.compare[0]);

  const toggle = (row: DeploymentWire) => {
    if (state.compare.includes(row.id)) onCompare(state.compare.filter((id) => id !== row.id));
    else onCompare([...state.compare, row.id].slice(-2));
  };
  const save = async () => {
    setSaving(true);
    try {
      const { rows: all, cut } = await readAll(state.listQuery);
      download(`deployments-${environment}.csv`, historyCsv(all));
      if (cut)
        toast({
          title: `The first ${mostRows.toLocaleString('en-GB')} were saved`,
          text: 'There are more: choose a shorter time for the rest.',
        });
    } catch (error) {
      toast({ title: 'The file could not be made', text: (error as Error).message, tone: 'failed' });
    } finally {
      setSaving(false);
    }
  };

  return (
    <Panel
      title="History"
      description={
        total
          ? `${total.exact ? '' : 'more than '}${counted(total.count, 'deployment')}${state.chosen.change.length > 0 ? ', before narrowing by change' : ''}`
          : 'Last begun first'
      }
      padded={false}
      actions={
        <Button
          size="sm"
          variant="ghost"
          busy={saving}
          icon={<Download size={13} aria-hidden />}
          disabled={rows.length === 0}
          onClick={save}
          data-print="hide"
        >
          CSV
        </Button>
      }
    >
      {answer.isPending ? (
        <SkeletonRows rows={12} label="Loading the history" />
      ) : answer.isError && !answer.data ? (
        <ErrorState
          title="The history could not be read"
          text="Nothing is lost: the page only shows it."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : rows.length === 0 && answer.data?.pages.at(-1)?.nextCursor === null ? (
        narrowed ? (
          <EmptyState
            title="No deployment fits"
            text="None of this time fits what the page is narrowed to."
            actions={<Button onClick={onClear}>Show all of this time</Button>}
          />
        ) : state.from === 'now-365d' ? (
          <NoDeployments where={environment} />
        ) : (
          <Quiet environment={environment} />
        )
      ) : (
        <div className={cn(answer.isPlaceholderData && 'opacity-70')} aria-busy={answer.isPlaceholderData}>
          <Rows {...props} rows={rows} first={first} toggle={toggle} onOpen={onOpen} />
          {answer.hasNextPage && (
            <div className="border-t border-line p-2" data-print="hide">
              <Button
                variant="ghost"
                className="w-full"
                busy={answer.isFetchingNextPage}
                onClick={() => answer.fetchNextPage()}
              >
                Show more
              </Button>
            </div>
          )}
        </div>
      )}
    </Panel>
  );
}

function Quiet({ environment }: { environment: string }) {
  const { setUrl } = useUrlState();
  return (
    <EmptyState
      title="Nothing was deployed in this time"
      text={`No deployment to ${environment} began or went on then.`}
      actions={<Button onClick={() => setUrl({ from: 'now-365d', to: null })}>Look at the last year</Button>}
    />
  );
}

interface RowsProps extends HistoryProps {
  rows: readonly DeploymentWire[];
  /** The one that was chosen first, to be compared. */
  first: DeploymentWire | undefined;
  toggle: (row: DeploymentWire) => void;
}

function Rows(props: RowsProps) {
  return (
    <>
      <div className="@max-3xl:hidden">
        <Table label="History">
          <thead>
            <tr>
              <Th className="w-8">
                <span className="sr-only">Compare</span>
              </Th>
              <Th>State</Th>
              <Th>Service</Th>
              <Th>Version</Th>
              <Th>Change</Th>
              <Th>Began</Th>
              <Th align="end">Took</Th>
              <Th>By</Th>
              <Th>Incidents</Th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <HistoryRow key={row.id} row={row} {...props} />
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="History" className="@3xl:hidden">
        {props.rows.map((row) => (
          <li key={row.id} className="border-b border-line last:border-b-0">
            <button
              type="button"
              onClick={() => props.onOpen(row.id)}
              className="flex w-full min-w-0 flex-col gap-0.5 px-panel py-2.5 text-left"
            >
              <span className="flex w-full min-w-0 items-center gap-2">
                <PhaseMark phase={row.phase} size={14} labelled />
                <span className="min-w-0 truncate font-medium">{row.service}</span>
                <span className="min-w-0 truncate font-mono text-xs">{versionText(row.version)}</span>
                <ChangeMark change={row.change} className="ml-auto shrink-0 text-xs" />
              </span>
              <span className="flex w-full min-w-0 items-baseline gap-1.5 pl-5.5 text-xs text-fg-subtle">
                <Time value={row.at} focusable={false} />
                {row.by && <span className="min-w-0 truncate">· {row.by}</span>}
                {row.durationMs !== null && (
                  <span className="shrink-0">
                    · <Duration millis={row.durationMs} />
                  </span>
                )}
                {row.incidents.length > 0 && (
                  <span data-phase="failed" className="ml-auto shrink-0 text-phase-fg">
                    {counted(row.incidents.length, 'incident')}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function HistoryRow(props: RowsProps & { row: DeploymentWire }) {
  const { row, state, first, toggle, onOpen } = props;
  const chosen = state.compare.includes(row.id);
  const other = first && first.service !== row.service && !chosen;
  const press = (event: MouseEvent<HTMLTableRowElement>) => {
    if ((event.target as Element).closest('a, button, input, label')) return;
    onOpen(row.id);
  };
  return (
    <Tr
      selected={state.deployment === row.id}
      data-deployment={row.id}
      onClick={press}
      className="cursor-pointer"
    >
      <Td>
        <Checkbox
          checked={chosen}
          disabled={other}
          className="align-middle"
          onChange={() => toggle(row)}
          aria-label={`Compare ${row.service} ${versionText(row.version)}`}
          data-tip={
            other ? `Only deployments of ${first.service} can be compared with the chosen one` : undefined
          }
        />
      </Td>
      <Td>
        <button type="button" onClick={() => onOpen(row.id)} className="rounded-xs">
          <PhaseBadge phase={row.phase} plain />
          <span className="sr-only">: {row.title}</span>
        </button>
      </Td>
      <Td>
        <Link
          href={serviceHref(row.service)}
          prefetch={false}
          className="rounded-xs font-medium underline-offset-2 hover:underline"
        >
          {row.service}
        </Link>
      </Td>
      <Td>
        <VersionLink service={row.service} version={row.version} />
        {row.previousVersion && row.previousVersion !== row.version && (
          <span className="ml-2 font-mono text-2xs text-fg-subtle">
            <span className="sr-only">after </span>
            <ArrowLeft size={10} aria-hidden className="mr-1 inline-block" />
            {row.previousVersion}
          </span>
        )}
      </Td>
      <Td>
        <ChangeMark change={row.change} />
      </Td>
      <Td>
        <Time value={row.at} focusable={false} className="text-fg-muted" />
      </Td>
      <Td align="end">
        {row.durationMs !== null ? (
          <Duration millis={row.durationMs} />
        ) : row.phase === 'running' ? (
          <span data-phase="running" className="text-phase-fg">
            <Elapsed since={row.at} />
          </span>
        ) : (
          <span
            className="text-fg-subtle"
            data-tip={row.phase === 'planned' ? phaseLabel.planned : 'Nobody told when it began'}
          >
            –
          </span>
        )}
      </Td>
      <Td className="max-w-40 truncate text-fg-muted">{row.by}</Td>
      <Td>
        {row.incidents.map((number) => (
          <Link
            key={number}
            href={incidentHref(number)}
            prefetch={false}
            data-phase="failed"
            className="nums mr-1.5 rounded-xs text-phase-fg underline-offset-2 hover:underline"
          >
            #{number}
          </Link>
        ))}
      </Td>
    </Tr>
  );
}
