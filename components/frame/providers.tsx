'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ClockProvider } from '@/components/time/clock';
import { Toasts } from '@/components/ui/toast';
import { TooltipLayer } from '@/components/ui/tooltip';
import { KeyListener } from './keys';
import { LiveRegion } from './live-region';
import { OriginProvider } from './origin';
import type { Preferences } from './preference-values';
import { PreferencesProvider } from './preferences';

/** A caller's mistake does not get better by asking again; a lost connection may. */
function worthRetrying(failures: number, error: unknown): boolean {
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 429) return false;
  return failures < 2;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server rendered with is fresh enough not to be fetched again the moment it is hydrated.
        staleTime: 15_000,
        gcTime: 5 * 60_000,
        retry: worthRetrying,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

/** What every island may rely on: the query cache, the reader's choices, one clock, tips, keys, toasts, a live region. */
export function Providers(props: {
  preferences: Preferences;
  timeZone: string;
  serverNow: number;
  origin: string;
  children: ReactNode;
}) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider initial={props.preferences} serverTimeZone={props.timeZone}>
        <ClockProvider serverNow={props.serverNow}>
          <OriginProvider origin={props.origin}>{props.children}</OriginProvider>
          <TooltipLayer />
          <Toasts />
          <LiveRegion />
          <KeyListener />
        </ClockProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}
