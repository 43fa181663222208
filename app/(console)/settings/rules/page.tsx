import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadRules } from '@/components/rules/load';
import { RuleList } from '@/components/rules/rule-list';

export const metadata: Metadata = { title: 'Deployment rules' };
/** Rules are read anew for every reader. */
export const dynamic = 'force-dynamic';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RulesPage({ searchParams }: Props) {
  const { shown } = await searchParams;
  return (
    <HydrationBoundary state={await loadRules([shown].flat()[0])}>
      <RuleList />
    </HydrationBoundary>
  );
}
