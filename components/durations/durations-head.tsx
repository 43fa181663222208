'use client';

import { useUrlState } from '@/components/frame/use-url-state';
import { usualWindow, windowInWords, windows } from '@/components/insights/insights-url';
import { Chip } from '@/components/ui/chip';
import { Select } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { linkKinds } from '@/lib/durations/vocabulary';
import type { DurationsState } from './durations-url';
import { linkLabel } from './words';

/** The head of the durations: the window and what narrows them. */
export function DurationsHead({ state }: { state: DurationsState }) {
  const { setUrl } = useUrlState();
  const preset = state.to === 'now' ? windows.find(({ value }) => value === state.from) : undefined;
  const chips = [
    ...state.services.map((value) => ({ name: 'service', label: 'Service', value, all: state.services })),
    ...state.teams.map((value) => ({ name: 'team', label: 'Team', value, all: state.teams })),
  ];
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2">
      <h1 className="text-md font-semibold">Durations</h1>
      <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0 max-sm:w-full">
        {chips.map(({ name, label, value, all }) => (
          <Chip
            key={`${name} ${value}`}
            name={label}
            removeLabel={`Remove filter ${label} ${value}`}
            onRemove={() => setUrl({ [name]: all.filter((one) => one !== value) })}
          >
            {value}
          </Chip>
        ))}
        {!preset && (
          <Chip
            name="Window"
            removeLabel="Back to the last 30 days"
            onRemove={() => setUrl({ from: null, to: null })}
          >
            {windowInWords(state)}
          </Chip>
        )}
        <Select
          aria-label="Kind of link"
          value={state.linkKind ?? ''}
          onChange={(event) => setUrl({ linkKind: event.target.value || null, links: null })}
          className="w-48! max-sm:w-full!"
          data-print="hide"
        >
          <option value="">All links</option>
          {linkKinds.map((kind) => (
            <option key={kind} value={kind}>
              {linkLabel[kind]}
            </option>
          ))}
        </Select>
        <SegmentedControl
          label="Window"
          value={preset?.value ?? ''}
          onChange={(from) => setUrl({ from: from === usualWindow ? null : from, to: null })}
          options={windows.map(({ value, label, words }) => ({ value, label, tip: words }))}
        />
      </div>
    </header>
  );
}
