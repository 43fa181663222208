import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { loadTrustRule } from '@/components/trust/load';
import { TrustEditor } from '@/components/trust/trust-editor';

type Props = { params: Promise<{ id: string }> };

/** Not its name: whoever may not see it gets the title, too. */
export const metadata: Metadata = { title: 'Trust rule' };

export default async function TrustRulePage({ params }: Props) {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="Trust rule" permission={permission} />;
  const rule = await loadTrustRule((await params).id);
  if (!rule) notFound();
  return <TrustEditor key={rule.id} rule={rule} />;
}
