import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { DomainError } from '@/lib/errors';
import { log } from '@/lib/log';
import { getToken, listTokens } from '@/lib/tokens/find-tokens';
import { tokenKeys } from '@/lib/tokens/queries';
import type { TokenWire } from '@/lib/tokens/schemas';

/** The list for its first paint. When it fails it is left open: the browser asks again. */
export async function loadTokens(): Promise<DehydratedState> {
  const client = new QueryClient();
  await listTokens()
    .then((items) => client.setQueryData(tokenKeys.list, { items }))
    .catch((error: unknown) => log().error({ err: error }, 'tokens: no first paint'));
  return dehydrate(client);
}

/** One token by the text of its address; null when there is none. */
export async function loadToken(id: string): Promise<TokenWire | null> {
  return getToken(id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
}
