import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { DomainError } from '@/lib/errors';
import { ruleKeys } from '@/lib/incidents/rule-queries';
import type { RuleWire } from '@/lib/incidents/rule-schemas';
import { getRule, listRules } from '@/lib/incidents/rules/find-rules';
import { log } from '@/lib/log';

/** Answers the questions of the pages of rules for their first paint. One that fails is left open: the browser asks again. */

/** The list. */
export async function loadRules(): Promise<DehydratedState> {
  const client = new QueryClient();
  try {
    client.setQueryData(ruleKeys.list, { items: await listRules(), nextCursor: null });
  } catch (error) {
    log().error({ err: error, question: 'rules' }, 'rules: no first paint');
  }
  return dehydrate(client);
}

/** One rule by the text of its address; null when there is none. */
export async function loadRule(text: string): Promise<RuleWire | null> {
  if (!/^[1-9]\d{0,8}$/.test(text)) return null;
  return getRule(Number(text)).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
}
