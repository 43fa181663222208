'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, Server } from 'lucide-react';
import { useState } from 'react';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { SearchInput } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import { inferTier } from '@/lib/catalog/tiers';
import { facetsQuery } from './frame-queries';
import { useUrlValues } from './use-url-state';

/** Which environments one is looking at: none chosen means all. */
export function EnvironmentSwitcher() {
  const [chosen, setChosen] = useUrlValues('environment');
  const label = chosen.length === 0 ? 'All environments' : chosen.join(', ');
  return (
    <Popover
      label="Environments"
      className="w-64"
      trigger={
        <Button
          variant="bar"
          className="min-w-0"
          aria-label={`Environments: ${label}`}
          icon={<Server size={14} aria-hidden className="text-fg-subtle" />}
        >
          <span className="max-w-44 truncate max-sm:max-w-20">
            {chosen.length === 0 ? (
              <>
                <span className="sm:hidden">All</span>
                <span className="max-sm:hidden">{label}</span>
              </>
            ) : chosen.length > 2 ? (
              `${chosen.length} environments`
            ) : (
              label
            )}
          </span>
          <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
        </Button>
      }
    >
      <EnvironmentList chosen={chosen} onChange={setChosen} />
    </Popover>
  );
}

/** How near to users an environment is: production comes first, what nobody knows last. */
function nearness(name: string): number {
  return ['other', 'development', 'test', 'staging', 'production'].indexOf(inferTier(name));
}

/** Mounted when the popover opens, so nothing is fetched before. */
function EnvironmentList(props: { chosen: readonly string[]; onChange: (next: readonly string[]) => void }) {
  const { chosen, onChange } = props;
  const facets = useQuery(facetsQuery());
  const [text, setText] = useState('');

  if (facets.isPending) {
    return (
      <div role="status" className="flex flex-col gap-1 p-1">
        <span className="sr-only">Loading environments</span>
        {['w-32', 'w-24', 'w-28', 'w-20'].map((width) => (
          <div key={width} className="flex h-control-sm items-center px-1">
            <div className={`skeleton h-3 rounded-xs ${width}`} />
          </div>
        ))}
      </div>
    );
  }
  if (facets.isError) {
    return (
      <div role="alert" className="flex flex-col items-start gap-2 p-2">
        <p className="text-fg-muted">
          The list of environments could not be read. What you have chosen still applies.
        </p>
        <Button size="sm" onClick={() => facets.refetch()} busy={facets.isFetching}>
          Try again
        </Button>
      </div>
    );
  }

  // What is chosen stays in the list, also when nothing happened there.
  const known = facets.data.environments;
  const missing = chosen.filter((name) => !known.some((environment) => environment.name === name));
  const all = [...known, ...missing.map((name) => ({ name, count: 0 }))].sort(
    (a, b) => nearness(b.name) - nearness(a.name) || b.count - a.count,
  );
  const found = all.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);

  if (all.length === 0) {
    return (
      <p className="p-2 text-fg-muted">
        No environment yet. It appears here with the first event that names one.
      </p>
    );
  }
  return (
    <>
      {all.length > 8 && (
        <SearchInput
          aria-label="Find an environment"
          placeholder="Find an environment"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-1"
        />
      )}
      <ul>
        {found.map(({ name, count }) => (
          <li key={name}>
            <Checkbox
              checked={chosen.includes(name)}
              onChange={() => toggle(name)}
              className="h-control-sm w-full rounded-sm px-2 hover:bg-surface-2"
            >
              <EnvironmentTag name={name} plain className="min-w-0 flex-1" />
              <span className="nums text-fg-subtle">{count.toLocaleString('en-GB')}</span>
            </Checkbox>
          </li>
        ))}
        {found.length === 0 && <li className="p-2 text-fg-muted">No environment is called like that.</li>}
      </ul>
      {chosen.length > 0 && (
        <div className="mt-1 border-t border-line pt-1">
          <Button variant="ghost" size="sm" className="w-full justify-start" onClick={() => onChange([])}>
            Show all environments
          </Button>
        </div>
      )}
    </>
  );
}
