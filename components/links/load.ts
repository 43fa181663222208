import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { linkKeys } from '@/lib/links-portal/queries';
import { listQuickLinks } from '@/lib/links-portal/quick-links';
import { log } from '@/lib/log';

/** The links for the first paint. When they cannot be read the browser asks again and shows what happened. */
export async function loadLinks(): Promise<DehydratedState> {
  const client = new QueryClient();
  try {
    client.setQueryData(linkKeys.list, await listQuickLinks());
  } catch (error) {
    log().error({ err: error }, 'links: no first paint');
  }
  return dehydrate(client);
}
