import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { loadTokens } from '@/components/tokens/load';
import { TokenList } from '@/components/tokens/token-list';

export const metadata: Metadata = { title: 'Tokens' };
/** Tokens are read anew for every reader. */
export const dynamic = 'force-dynamic';

export default async function TokensPage() {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="Tokens" permission={permission} />;
  return (
    <HydrationBoundary state={await loadTokens()}>
      <TokenList />
    </HydrationBoundary>
  );
}
