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

/** The names of those who can be given something, for fields that also take a free text. */
export const colleaguesQuery = () =>
  queryOptions({
    queryKey: ['people', 'names'],
    queryFn: async ({ signal }): Promise<string[]> => {
      const { items } = await ask<{ items: { name: string; status: string }[] }>('/api/v2/people', {
        signal,
      });
      return items.filter(({ status }) => status === 'active').map(({ name }) => name);
    },
    staleTime: 60_000,
    retry: false,
  });
