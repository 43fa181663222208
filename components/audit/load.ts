import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { auditListQuery } from '@/lib/audit/filters';
import { listAudit, readAuditStatus } from '@/lib/audit/list-audit';
import { auditKeys } from '@/lib/audit/queries';
import { rawQuery } from '@/lib/http/query';
import { log } from '@/lib/log';
import { readAuditUrl } from './audit-url';

/** The first page and the chain for the first paint. What fails is left open: the browser asks again. */
export async function loadAudit(search: URLSearchParams): Promise<DehydratedState> {
  const client = new QueryClient();
  const { listQuery } = readAuditUrl(search);
  await Promise.all([
    attempt(async () => {
      const page = await listAudit(auditListQuery.parse({ ...rawQuery(new URLSearchParams(listQuery)) }));
      client.setQueryData(auditKeys.list(listQuery), { pages: [page], pageParams: [null] });
    }),
    attempt(async () => {
      client.setQueryData(auditKeys.status, await readAuditStatus());
    }),
  ]);
  return dehydrate(client);
}

async function attempt(work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => log().error({ err: error }, 'audit: no first paint'));
}
