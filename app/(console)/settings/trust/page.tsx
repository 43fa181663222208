import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { loadTrustRules } from '@/components/trust/load';
import { TrustList } from '@/components/trust/trust-list';

export const metadata: Metadata = { title: 'Trust rules' };
/** Rules are read anew for every reader. */
export const dynamic = 'force-dynamic';

export default async function TrustPage() {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="Trust rules" permission={permission} />;
  return (
    <HydrationBoundary state={await loadTrustRules()}>
      <TrustList />
    </HydrationBoundary>
  );
}
