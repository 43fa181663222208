import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { loadToken } from '@/components/tokens/load';
import { TokenEditor } from '@/components/tokens/token-editor';

type Props = { params: Promise<{ id: string }> };

/** Not its name: whoever may not see it gets the title, too. */
export const metadata: Metadata = { title: 'Token' };

export default async function TokenPage({ params }: Props) {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="Token" permission={permission} />;
  const token = await loadToken((await params).id);
  if (!token) notFound();
  return <TokenEditor key={token.id} token={token} />;
}
