'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, ArrowRight, Download, Minus, Plus, Replace, TrendingUp, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { environmentHref, serviceHref } from '@/components/frame/navigation';
import { useTimeZone } from '@/components/frame/preferences';
import { useUrlState } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { formatAbsolute } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { Button, IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { download } from '@/components/ui/download';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toCsv } from '@/lib/csv';
import { differenceOptions } from '@/lib/deployments/queries';
import type { CellDeploymentWire, DifferenceWire } from '@/lib/deployments/schemas';
import type { EnvironmentWire } from '@/lib/environments/schemas';
import { VersionLink } from './deployment-parts';
import { type DeploymentsState, differenceQueryOf, sidesOf } from './deployments-url';
import { InstantPicker } from './matrix/instant-picker';
import { counted, versionText } from './words';

type Item = DifferenceWire['items'][number];
type Change = Item['change'];

const changes: Record<Change, { word: string; icon: typeof Plus; phase?: string }> = {
  upgraded: { word: 'Upgraded', icon: TrendingUp },
  rolled_back: { word: 'Rolled back', icon: Undo2, phase: 'attention' },
  changed: { word: 'Changed', icon: Replace },
  added: { word: 'Added', icon: Plus },
  removed: { word: 'Gone', icon: Minus },
};
/** Between two places nothing moved: one is ahead of the other. */
const standing: Record<Change, string> = {
  upgraded: 'Ahead',
  rolled_back: 'Behind',
  changed: 'Differs',
  added: 'Only there',
  removed: 'Missing there',
};

/** What differs between two instants, or between two environments. */
export function Difference(props: { state: DeploymentsState; environments: readonly EnvironmentWire[] }) {
  const { state, environments } = props;
  const query = differenceQueryOf(state, environments);
  const answer = useQuery({ ...differenceOptions(query ?? ''), enabled: query !== null });
  return (
    <div className="flex min-w-0 flex-col">
      <Sides state={state} environments={environments} />
      {query === null ? (
        <EmptyState
          title="There are no two environments to compare"
          text="Something has to be deployed to two environments first."
        />
      ) : answer.isPending ? (
        <SkeletonRows rows={10} label="Comparing" />
      ) : answer.isError && !answer.data ? (
        <ErrorState
          title="The two could not be compared"
          text="Nothing is lost: what is compared is still there."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : (
        <div className={cn(answer.isPlaceholderData && 'opacity-70')} aria-busy={answer.isPlaceholderData}>
          <Differences answer={answer.data} />
        </div>
      )}
    </div>
  );
}

function Sides({
  state,
  environments,
}: {
  state: DeploymentsState;
  environments: readonly EnvironmentWire[];
}) {
  const { setUrl } = useUrlState();
  const sides = sidesOf(state, environments);
  const instants = state.between === 'instants';
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2" data-print="hide">
      <SegmentedControl
        label="What is compared"
        value={state.between}
        onChange={(between) => setUrl({ between: between === 'instants' ? null : between })}
        options={[
          { value: 'instants', label: 'Two instants' },
          { value: 'environments', label: 'Two environments' },
        ]}
      />
      {instants ? (
        <>
          <InstantPicker
            label="Earlier"
            now={false}
            value={state.before}
            onChange={(before) => setUrl({ before })}
          />
          <ArrowRight size={14} aria-hidden className="text-fg-subtle" />
          <InstantPicker label="Later" value={state.after} onChange={(after) => setUrl({ after })} />
        </>
      ) : (
        <>
          <Side
            label="One environment"
            value={sides?.left ?? ''}
            environments={environments}
            onChange={(left) =>
              setUrl({ left, right: left === sides?.right ? sides.left : (sides?.right ?? null) })
            }
          />
          <IconButton
            label="Swap the two"
            disabled={sides === null}
            onClick={() => sides && setUrl({ left: sides.right, right: sides.left })}
          >
            <ArrowLeftRight size={14} aria-hidden />
          </IconButton>
          <Side
            label="The other environment"
            value={sides?.right ?? ''}
            environments={environments}
            onChange={(right) =>
              setUrl({ right, left: right === sides?.left ? sides.right : (sides?.left ?? null) })
            }
          />
          <InstantPicker label="As of" value={state.at} onChange={(at) => setUrl({ at })} />
        </>
      )}
    </div>
  );
}

function Side(props: {
  label: string;
  value: string;
  environments: readonly EnvironmentWire[];
  onChange: (name: string) => void;
}) {
  return (
    <span className="w-40">
      <Select
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.environments
          .filter(({ services, name }) => services > 0 || name === props.value)
          .map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </Select>
    </span>
  );
}

function Differences({ answer }: { answer: DifferenceWire }) {
  const { timeZone } = useTimeZone();
  const [only, setOnly] = useState<Change | null>(null);
  const places = answer.left.environment !== null;
  const words = (change: Change) => (places ? standing[change] : changes[change].word);
  const counts = (Object.keys(changes) as Change[])
    .map((change) => ({ change, count: answer.items.filter((item) => item.change === change).length }))
    .filter(({ count }) => count > 0);
  const items = answer.items.filter(({ change }) => only === null || change === only);
  const sideName = (side: DifferenceWire['left']) =>
    side.environment ?? formatAbsolute(side.at, timeZone, 'minute');
  const csv = () =>
    download(
      'deployments-compared.csv',
      toCsv([
        [
          'Service',
          'Environment',
          `${sideName(answer.left)}`,
          `${sideName(answer.right)}`,
          'Change',
          'Deployments',
        ],
        ...items.map(({ service, environment, left, right, change, deployments }) => [
          service,
          environment ?? '',
          left ? versionText(left.version) : '',
          right ? versionText(right.version) : '',
          words(change).toLowerCase(),
          deployments ?? '',
        ]),
      ]),
    );
  if (answer.items.length === 0)
    return (
      <EmptyState
        title={places ? 'Both run the same' : 'Nothing changed in between'}
        text={
          places
            ? `Every service that is in ${answer.left.environment} or ${answer.right.environment} runs the same version in both.`
            : 'Every service runs what it ran. Choose an earlier instant, or compare two environments.'
        }
      />
    );
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
        <p className="mr-1 text-fg-muted" aria-live="polite">
          {counted(
            answer.items.length,
            places ? 'service differs' : 'place changed',
            places ? 'services differ' : 'places changed',
          )}
        </p>
        {counts.map(({ change, count }) => (
          <Button
            key={change}
            size="sm"
            variant={only === change ? 'secondary' : 'ghost'}
            aria-pressed={only === change}
            onClick={() => setOnly(only === change ? null : change)}
          >
            {words(change)} <span className="nums text-fg-subtle">{count}</span>
          </Button>
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          icon={<Download size={13} aria-hidden />}
          onClick={csv}
          data-print="hide"
        >
          CSV
        </Button>
      </div>
      <Table label="What differs">
        <thead>
          <tr>
            <Th>Service</Th>
            {!places && <Th>Environment</Th>}
            <Th>{sideName(answer.left)}</Th>
            <Th>{sideName(answer.right)}</Th>
            <Th>{places ? `Seen from ${answer.left.environment}` : 'Change'}</Th>
            {!places && <Th align="end">Deployments</Th>}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Tr key={`${item.service}\n${item.environment}`}>
              <Td>
                <Link
                  href={serviceHref(item.service)}
                  prefetch={false}
                  className="rounded-xs font-medium hover:underline"
                >
                  {item.service}
                </Link>
              </Td>
              {item.environment !== null && (
                <Td>
                  <EnvironmentTag name={item.environment} plain />
                </Td>
              )}
              <Td>
                <Version service={item.service} deployment={item.left} muted />
              </Td>
              <Td>
                <Version service={item.service} deployment={item.right} />
              </Td>
              <Td>
                <ChangeWord change={item.change} word={words(item.change)} />
              </Td>
              {item.environment !== null && (
                <Td align="end">
                  <Link
                    href={environmentHref(item.environment, {
                      service: item.service,
                      from: answer.left.at,
                      to: answer.right.at,
                    })}
                    prefetch={false}
                    className="rounded-xs underline decoration-line-strong underline-offset-3 hover:text-accent-fg"
                  >
                    {item.deployments}
                    <span className="sr-only"> deployments</span>
                  </Link>
                </Td>
              )}
            </Tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Version(props: { service: string; deployment: CellDeploymentWire | null; muted?: boolean }) {
  const { service, deployment, muted = false } = props;
  if (!deployment) return <span className="text-fg-subtle">nothing</span>;
  return (
    <span className="inline-flex items-baseline gap-2">
      <VersionLink
        service={service}
        version={deployment.version}
        className={muted ? 'text-fg-muted' : 'font-medium'}
      />
      <span className="text-2xs text-fg-subtle">
        <Time value={deployment.until ?? deployment.at} focusable={false} />
        {deployment.by && ` · ${deployment.by}`}
      </span>
    </span>
  );
}

function ChangeWord({ change, word }: { change: Change; word: string }) {
  const { icon: Icon, phase } = changes[change];
  return (
    <span
      data-phase={phase}
      className={cn(
        'inline-flex items-center gap-1.5',
        phase ? 'font-medium text-phase-fg' : 'text-fg-muted',
      )}
    >
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}
