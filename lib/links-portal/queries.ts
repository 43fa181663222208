import { queryOptions } from '@tanstack/react-query';
import { ask } from '@/lib/http/client';
import type { HomerLinksWire, LinkBodyInput, QuickLinkWire } from './schemas';

/** What pages ask about quick links. Client-safe. */

export const linkKeys = {
  all: ['links'] as const,
  list: ['links', 'list'] as const,
  homer: ['links', 'homer'] as const,
};

/** All quick links, by group and name. */
export const quickLinksOptions = () =>
  queryOptions({
    queryKey: linkKeys.list,
    queryFn: ({ signal }) => ask<QuickLinkWire[]>('/api/links', { signal }),
  });

/** Fails with 404 where no Homer dashboard is configured. */
export const homerLinksOptions = () =>
  queryOptions({
    queryKey: linkKeys.homer,
    queryFn: ({ signal }) => ask<HomerLinksWire>('/api/homer-links', { signal }),
    retry: false,
    staleTime: 60_000,
  });

export const addLink = (link: LinkBodyInput) =>
  ask<QuickLinkWire>('/api/links', { method: 'POST', body: link });
export const replaceLink = (id: string, link: LinkBodyInput) =>
  ask<QuickLinkWire>(`/api/links/${id}`, { method: 'PUT', body: link });
export const deleteLink = (id: string) => ask<null>(`/api/links/${id}`, { method: 'DELETE' });
