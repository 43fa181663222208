import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { DomainError } from '@/lib/errors';
import { log } from '@/lib/log';
import { trustKeys } from '@/lib/trust/queries';
import { getTrustRule, listTrustRules } from '@/lib/trust/rules';
import type { TrustRuleWire } from '@/lib/trust/schemas';

/** The list for its first paint. When it fails it is left open: the browser asks again. */
export async function loadTrustRules(): Promise<DehydratedState> {
  const client = new QueryClient();
  await listTrustRules()
    .then((items) => client.setQueryData(trustKeys.list, { items }))
    .catch((error: unknown) => log().error({ err: error }, 'trust rules: no first paint'));
  return dehydrate(client);
}

/** One rule by the text of its address; null when there is none. */
export async function loadTrustRule(id: string): Promise<TrustRuleWire | null> {
  return getTrustRule(id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
}
