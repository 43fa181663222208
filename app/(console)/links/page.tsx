import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { LinksPortal } from '@/components/links/links-portal';
import { loadLinks } from '@/components/links/load';
import { config } from '@/lib/config';

export const metadata: Metadata = { title: 'Links' };

export default async function LinksPage() {
  return (
    <HydrationBoundary state={await loadLinks()}>
      <LinksPortal hasHomer={Boolean(config().homerUrl)} />
    </HydrationBoundary>
  );
}
