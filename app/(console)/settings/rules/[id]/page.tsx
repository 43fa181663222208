import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { loadRule, loadRuleViolations } from '@/components/rules/load';
import { RuleEditor } from '@/components/rules/rule-editor';

type Props = { params: Promise<{ id: string }> };

/** Once per request, for the title and the page. */
const load = cache(loadRule);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).id))?.rule.name ?? 'No such rule' };
}

export default async function RulePage({ params }: Props) {
  const rule = await load((await params).id);
  if (!rule) notFound();
  return (
    <HydrationBoundary state={await loadRuleViolations(rule.id)}>
      <RuleEditor key={rule.id} rule={rule} />
    </HydrationBoundary>
  );
}
