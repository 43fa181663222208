'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { PageHeader } from '@/components/frame/page-header';
import { useNow } from '@/components/time/clock';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ListPanel } from '@/components/ui/list-panel';
import { tokenListOptions } from '@/lib/tokens/queries';
import type { TokenWire } from '@/lib/tokens/schemas';
import { reachInWords, Scopes } from './grant-words';

export const tokensHref = '/settings/tokens' as Route;
const newTokenHref = '/settings/tokens/new' as Route;
export const tokenHref = (id: string) => `/settings/tokens/${encodeURIComponent(id)}` as Route;

/** The secrets that machines send, and what each of them may do. */
export function TokenList() {
  const tokens = useQuery(tokenListOptions());
  return (
    <>
      <PageHeader
        title="Tokens"
        description="What a machine sends to say who it is. Pipelines of GitHub and GitLab need none: see Trust rules."
        actions={
          <Link href={newTokenHref} className={buttonClass('primary')}>
            <Plus size={14} aria-hidden />
            New token
          </Link>
        }
      />
      <ListPanel
        query={tokens}
        label="Tokens"
        rows={4}
        loading="Loading the tokens"
        failed={{
          title: 'The tokens could not be read',
          text: 'They go on working: this page only shows them.',
        }}
        empty={
          <EmptyState
            icon={<KeyRound size={22} aria-hidden />}
            title="No machine has a token"
            text="Make one for each pipeline and tool, with as little as it needs: then one can be revoked without stopping the others."
            example={{
              path: '/api/v2/tokens',
              method: 'POST',
              body: { name: 'checkout pipeline', scopes: ['events:write'], services: ['checkout'] },
            }}
            actions={
              <Link href={newTokenHref} className={buttonClass()}>
                Make a token
              </Link>
            }
          />
        }
      >
        {(items) => items.map((token) => <TokenRow key={token.id} token={token} />)}
      </ListPanel>
    </>
  );
}

function TokenRow({ token }: { token: TokenWire }) {
  const works = token.state === 'active';
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-line px-panel py-3 last:border-b-0">
      <div className={cn('min-w-0 flex-1 basis-72', !works && 'text-fg-muted')}>
        <h2 className="flex flex-wrap items-center gap-2 text-md font-semibold">
          <Link href={tokenHref(token.id)} className="rounded-xs wrap-anywhere hover:underline">
            {token.name}
          </Link>
          <span className="font-mono text-xs font-normal text-fg-subtle">slg_…{token.hint}</span>
          <TokenState token={token} />
        </h2>
        <div className="mt-1.5">
          <Scopes scopes={token.scopes} />
        </div>
        <p className="mt-1 text-xs wrap-anywhere text-fg-muted">{reachInWords(token)}</p>
      </div>
      <div className="flex shrink-0 basis-56 flex-col gap-0.5 text-xs text-fg-subtle">
        <LastUse token={token} />
        <Expiry token={token} />
        <p>
          Made <Time value={token.createdAt} />
          {token.createdBy && ` by ${token.createdBy}`}
        </p>
      </div>
    </li>
  );
}

const soonMs = 14 * 86_400_000;

/** What is not as it should be for ever: revoked, expired, about to expire, two secrets at work. */
export function TokenState({ token }: { token: TokenWire }) {
  const { state, expiresAt, previousUntil } = token;
  const soon = useNow((now) => expiresAt !== null && Date.parse(expiresAt) - now < soonMs);
  if (state === 'revoked')
    return (
      <span data-phase="failed">
        <Badge tone="phase">revoked</Badge>
      </span>
    );
  if (state === 'expired') return <Badge>expired</Badge>;
  return (
    <>
      {soon && (
        <span data-phase="attention">
          <Badge tone="phase">expires soon</Badge>
        </span>
      )}
      {previousUntil !== null && <Badge tip="The old secret still works">two secrets</Badge>}
    </>
  );
}

/** When and from where it was last used. */
export function LastUse({ token: { lastUsedAt, lastUsedFrom } }: { token: TokenWire }) {
  if (lastUsedAt === null) return <p>Never used</p>;
  return (
    <p className="wrap-anywhere">
      Used <Time value={lastUsedAt} />
      {lastUsedFrom && ` from ${lastUsedFrom}`}
    </p>
  );
}

function Expiry({ token: { state, expiresAt, revokedAt, revokedBy } }: { token: TokenWire }) {
  if (revokedAt !== null)
    return (
      <p>
        Revoked <Time value={revokedAt} />
        {revokedBy && ` by ${revokedBy}`}
      </p>
    );
  if (expiresAt === null) return <p>Does not expire</p>;
  return (
    <p>
      {state === 'expired' ? 'Expired' : 'Expires'} <Time value={expiresAt} />
    </p>
  );
}
