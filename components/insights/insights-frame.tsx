'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { deliveryHref } from '@/components/frame/navigation';
import { changedQuery, useUrlState, valuesOf } from '@/components/frame/use-url-state';
import { Chip } from '@/components/ui/chip';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { insightsPages } from './insights-navigation';
import { readInsightsUrl, usualWindow, windowInWords, windows } from './insights-url';

/** The head of the insights: their parts, the window and what narrows them. Window and filters travel from part to part. */
export function InsightsFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const { query, setUrl } = useUrlState();
  const state = readInsightsUrl(query);
  const teams = valuesOf(query, 'team');
  const preset = state.to === 'now' ? windows.find(({ value }) => value === state.from) : undefined;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2">
        <h1 className="text-md font-semibold">Insights</h1>
        <nav aria-label="Parts of the insights" data-print="hide">
          <ul className="flex gap-0.5">
            {insightsPages.map(({ href, label }) => (
              <li key={href}>
                <Link
                  href={hrefWith(href, query)}
                  prefetch={false}
                  aria-current={pathname === href ? 'page' : undefined}
                  className="flex h-control items-center rounded px-2.5 font-medium whitespace-nowrap text-fg-muted hover:bg-surface-2 hover:text-fg aria-[current=page]:bg-surface-3 aria-[current=page]:text-fg"
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0 max-sm:w-full">
          {state.services.map((service) => (
            <Chip
              key={service}
              name="Service"
              removeLabel={`Remove filter Service ${service}`}
              onRemove={() => setUrl({ service: state.services.filter((one) => one !== service) })}
            >
              {service}
            </Chip>
          ))}
          {pathname === deliveryHref &&
            teams.map((team) => (
              <Chip
                key={team}
                name="Team"
                removeLabel={`Remove filter Team ${team}`}
                onRemove={() => setUrl({ team: teams.filter((one) => one !== team) })}
              >
                {team}
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
          <SegmentedControl
            label="Window"
            value={preset?.value ?? ''}
            onChange={(from) => setUrl({ from: from === usualWindow ? null : from, to: null })}
            options={windows.map(({ value, label, words }) => ({ value, label, tip: words }))}
          />
        </div>
      </header>
      {children}
    </div>
  );
}

/** What only one part knows stays behind. */
function hrefWith(href: Route, query: URLSearchParams): Route {
  const own = ['by', 'rank', 'cause', 'team', 'metric', 'group', 'at', 'before'];
  const next = changedQuery(query, Object.fromEntries(own.map((name) => [name, null]))).toString();
  return (next ? `${href}?${next}` : href) as Route;
}
