'use client';

import { ArrowDown, ArrowUp, ChevronDown, Columns3 } from 'lucide-react';
import { useUrlValues } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Button, IconButton } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Popover } from '@/components/ui/popover';
import type { EnvironmentWire } from '@/lib/environments/schemas';
import { nameKey } from '@/lib/names';

/** Which environments are columns, and in which order; kept in the address. None chosen is all, in their own order. */
export function EnvironmentChooser({ environments }: { environments: readonly EnvironmentWire[] }) {
  const [chosen, setChosen] = useUrlValues('environment');
  const used = environments.filter(({ services }) => services > 0).map(({ name }) => name);
  const shown = chosen.length > 0 ? chosen : used;
  const keys = shown.map(nameKey);
  const others = environments.map(({ name }) => name).filter((name) => !keys.includes(nameKey(name)));
  const tierOf = (name: string) =>
    environments.find((environment) => nameKey(environment.name) === nameKey(name))?.tier;
  const set = (next: readonly string[]) =>
    setChosen(next.length === used.length && next.every((name, index) => name === used[index]) ? [] : next);
  const move = (index: number, by: 1 | -1) => {
    const next = [...shown];
    const [name] = next.splice(index, 1);
    if (name !== undefined) next.splice(index + by, 0, name);
    set(next);
  };
  const label =
    chosen.length === 0
      ? 'All environments'
      : chosen.length === 1
        ? (chosen[0] as string)
        : `${chosen.length} environments`;
  return (
    <Popover
      label="Environments"
      align="end"
      className="w-72"
      trigger={
        <Button
          icon={<Columns3 size={14} aria-hidden className="text-fg-subtle" />}
          aria-label={`Environments: ${label}`}
        >
          <span className="max-w-36 truncate @max-2xl:sr-only">{label}</span>
          <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
        </Button>
      }
    >
      <ul aria-label="Shown, from left to right">
        {shown.map((name, index) => (
          <li key={name} className="group flex items-center rounded-sm hover:bg-surface-2">
            <Checkbox
              checked
              // The last one stays: a matrix without columns says nothing.
              disabled={shown.length === 1}
              onChange={() => set(shown.filter((other) => other !== name))}
              className="h-control-sm min-w-0 flex-1 px-2"
            >
              <EnvironmentTag name={name} tier={tierOf(name)} plain className="min-w-0" />
            </Checkbox>
            <IconButton
              label={`Move ${name} to the left`}
              size="sm"
              disabled={index === 0}
              onClick={() => move(index, -1)}
            >
              <ArrowUp size={13} aria-hidden />
            </IconButton>
            <IconButton
              label={`Move ${name} to the right`}
              size="sm"
              disabled={index === shown.length - 1}
              onClick={() => move(index, 1)}
            >
              <ArrowDown size={13} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <ul aria-label="Not shown" className="mt-1 border-t border-line pt-1">
          {others.map((name) => (
            <li key={name}>
              <Checkbox
                checked={false}
                onChange={() => set([...shown, name])}
                className="h-control-sm w-full rounded-sm px-2 text-fg-muted hover:bg-surface-2"
              >
                <EnvironmentTag name={name} tier={tierOf(name)} plain className="min-w-0" />
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
      {chosen.length > 0 && (
        <div className="mt-1 border-t border-line pt-1">
          <Button variant="ghost" size="sm" className="w-full justify-start" onClick={() => setChosen([])}>
            All, in their own order
          </Button>
        </div>
      )}
    </Popover>
  );
}
