import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { DomainError } from '@/lib/errors';
import { log } from '@/lib/log';
import { violationListQuery } from '@/lib/preflight/filters';
import { deploymentRuleKeys } from '@/lib/preflight/queries';
import type { RuleWire } from '@/lib/preflight/rule-schemas';
import { getRule, listRules } from '@/lib/preflight/rules';
import { listViolations } from '@/lib/preflight/violations';
import { shownOf, violationQuery } from './violation-query';

/** Answers the questions of the pages of deployment rules for their first paint. One that fails is left open: the browser asks again. */

/** The list with what it stopped. `shown` is as the address says it. */
export async function loadRules(shown: string | undefined): Promise<DehydratedState> {
  const client = new QueryClient();
  await Promise.all([
    attempt('rules', async () => {
      client.setQueryData(deploymentRuleKeys.list, { items: await listRules() });
    }),
    loadViolations(client, violationQuery({ shown: shownOf(shown) })),
  ]);
  return dehydrate(client);
}

/** What one rule stopped. */
export async function loadRuleViolations(id: string): Promise<DehydratedState> {
  const client = new QueryClient();
  await loadViolations(client, violationQuery({ shown: 'all', rule: id }));
  return dehydrate(client);
}

async function loadViolations(client: QueryClient, query: string): Promise<void> {
  await attempt('violations', async () => {
    const search = new URLSearchParams(query);
    const raw = Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
    const page = await listViolations(violationListQuery.parse(raw));
    client.setQueryData(deploymentRuleKeys.violations(query), { pages: [page], pageParams: [null] });
  });
}

async function attempt(question: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    log().error({ err: error, question }, 'deployment rules: no first paint');
  });
}

/** One rule by the text of its address; null when there is none. */
export async function loadRule(id: string): Promise<RuleWire | null> {
  return getRule(id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
}
