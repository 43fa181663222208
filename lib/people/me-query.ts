import { queryOptions } from '@tanstack/react-query';
import { ask } from '@/lib/http/client';
import type { MeWire } from './me-operations';

/** Everything that is kept about oneself. Client-safe. */
export const meKeys = ['people', 'me'] as const;

/** Who one is and what one may. The page brings the first answer with it; `id` keeps two people of one browser apart. */
export const meQuery = (id: string) =>
  queryOptions({
    queryKey: [...meKeys, id],
    queryFn: ({ signal }) => ask<MeWire>('/api/v2/me', { signal }),
    staleTime: 15_000,
    retry: false,
  });
