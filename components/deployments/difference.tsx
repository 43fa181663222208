'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, ArrowRight } from 'lucide-react';
import { useUrlState } from '@/components/frame/use-url-state';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { differenceOptions } from '@/lib/deployments/queries';
import type { EnvironmentWire } from '@/lib/environments/schemas';
import { type DeploymentsState, differenceQueryOf, sidesOf } from './deployments-url';
import { Differences } from './difference-table';
import { InstantPicker } from './matrix/instant-picker';

/** What differs between two instants, or between two environments. */
export function Difference(props: { state: DeploymentsState; environments: readonly EnvironmentWire[] }) {
  const { state, environments } = props;
  const query = differenceQueryOf(state, environments);
  const answer = useQuery({ ...differenceOptions(query ?? ''), enabled: query !== null });
  // The former answer may stand in for the next one, but instants do not stand in for places.
  const otherKind =
    answer.isPlaceholderData && (answer.data?.left.environment === null) !== (state.between === 'instants');
  return (
    <div className="flex min-w-0 flex-col">
      <Sides state={state} environments={environments} />
      {query === null ? (
        <EmptyState
          title="There are no two environments to compare"
          text="Something has to be deployed to two environments first."
        />
      ) : answer.isPending || otherKind ? (
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
