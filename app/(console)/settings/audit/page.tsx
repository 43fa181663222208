import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { AuditLog } from '@/components/audit/audit-log';
import { loadAudit } from '@/components/audit/load';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';

export const metadata: Metadata = { title: 'Audit log' };
/** The log is read anew for every reader. */
export const dynamic = 'force-dynamic';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="Audit log" permission={permission} />;
  const search = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
  );
  return (
    <HydrationBoundary state={await loadAudit(search)}>
      <AuditLog />
    </HydrationBoundary>
  );
}
