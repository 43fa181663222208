'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, Users } from 'lucide-react';
import { useUrlValues } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Popover } from '@/components/ui/popover';
import { catalogFacetsOptions } from '@/lib/catalog/queries';

/** Which teams' services are shown: the owners that the catalog names. */
export function TeamFilter() {
  const [chosen, setChosen] = useUrlValues('team');
  const label =
    chosen.length === 0 ? 'All teams' : chosen.length === 1 ? chosen[0] : `${chosen.length} teams`;
  return (
    <Popover
      label="Teams"
      align="end"
      className="w-64"
      trigger={
        <Button
          icon={<Users size={14} aria-hidden className="text-fg-subtle" />}
          aria-label={`Teams: ${label}`}
        >
          <span className="max-w-36 truncate @max-2xl:sr-only">{label}</span>
          <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
        </Button>
      }
    >
      <TeamList chosen={chosen} onChange={setChosen} />
    </Popover>
  );
}

/** Mounted when the popover opens, so nothing is asked before. */
function TeamList(props: { chosen: readonly string[]; onChange: (next: readonly string[]) => void }) {
  const { chosen, onChange } = props;
  const facets = useQuery(catalogFacetsOptions(''));
  const known = (facets.data?.facets.owner ?? []).flatMap(({ value, count }) =>
    value ? [{ value, count }] : [],
  );
  const rows = [
    ...known,
    ...chosen
      .filter((name) => !known.some(({ value }) => value === name))
      .map((value) => ({ value, count: 0 })),
  ];
  if (facets.isPending)
    return (
      <p role="status" className="p-2 text-fg-muted">
        Loading the teams
      </p>
    );
  if (rows.length === 0)
    return (
      <p className="p-2 text-fg-muted">
        {facets.isError
          ? 'The teams could not be read. What you have chosen still applies.'
          : 'The catalog names no owner yet. Teams appear here once entries have one.'}
      </p>
    );
  return (
    <>
      <ul>
        {rows.map(({ value, count }) => (
          <li key={value}>
            <Checkbox
              checked={chosen.includes(value)}
              onChange={() =>
                onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
              }
              className="h-control-sm w-full rounded-sm px-2 hover:bg-surface-2"
            >
              <span className="min-w-0 flex-1 truncate">{value}</span>
              <span className="nums text-fg-subtle">{count}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {chosen.length > 0 && (
        <div className="mt-1 border-t border-line pt-1">
          <Button variant="ghost" size="sm" className="w-full justify-start" onClick={() => onChange([])}>
            All teams
          </Button>
        </div>
      )}
    </>
  );
}
