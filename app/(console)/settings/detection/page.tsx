import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadRules } from '@/components/incidents/rules/load';
import { RuleList } from '@/components/incidents/rules/rule-list';

export const metadata: Metadata = { title: 'Detection' };
/** Rules are read anew for every reader. */
export const dynamic = 'force-dynamic';

export default async function DetectionPage() {
  return (
    <HydrationBoundary state={await loadRules()}>
      <RuleList />
    </HydrationBoundary>
  );
}
