'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Workflow } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { issuerName } from '@/components/events/verified-by';
import { announce } from '@/components/frame/live-region';
import { useOrigin } from '@/components/frame/origin';
import { PageHeader } from '@/components/frame/page-header';
import { Time } from '@/components/time/time';
import { reachInWords, Scopes } from '@/components/tokens/grant-words';
import { buttonClass } from '@/components/ui/button';
import { Switch } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ListPanel } from '@/components/ui/list-panel';
import { toast } from '@/components/ui/toast';
import { providers } from '@/lib/access/ci/providers';
import type { AnswerError } from '@/lib/http/client';
import { replaceTrustRule, trustKeys, trustListOptions } from '@/lib/trust/queries';
import type { TrustRuleInput, TrustRuleWire } from '@/lib/trust/schemas';
import { CheckRun } from './check-run';

export const trustHref = '/settings/trust' as Route;
const newRuleHref = '/settings/trust/new' as Route;
export const trustRuleHref = (id: string) => `/settings/trust/${encodeURIComponent(id)}` as Route;

/** Whose CI runs are let in without a secret, and a way to find out why one is not. */
export function TrustList() {
  const rules = useQuery(trustListOptions());
  const origin = useOrigin();
  const items = rules.data?.items;
  return (
    <>
      <PageHeader
        title="Trust rules"
        description="Pipelines are let in by the token that their own provider signs for each run: there is no secret to hand out, to leak or to renew."
        actions={
          <Link href={newRuleHref} className={buttonClass('primary')}>
            <Plus size={14} aria-hidden />
            New rule
          </Link>
        }
      />
      <ListPanel
        query={rules}
        label="Trust rules"
        rows={3}
        loading="Loading the trust rules"
        failed={{
          title: 'The trust rules could not be read',
          text: 'They go on working: this page only shows them.',
        }}
        empty={
          <EmptyState
            icon={<Workflow size={22} aria-hidden />}
            title="No pipeline is trusted"
            text="Name a repository by its number, and say what its runs may do. What they report shows who started it, and from which commit."
            example={{
              path: '/api/v2/trust-rules',
              method: 'POST',
              body: {
                name: 'checkout on main',
                provider: 'github',
                issuer: providers.github.issuer,
                audience: origin,
                claims: { repository_id: ['123456789'], ref: ['refs/heads/main'] },
                scopes: ['events:write'],
              },
            }}
            actions={
              <Link href={newRuleHref} className={buttonClass()}>
                Write a rule
              </Link>
            }
          />
        }
      >
        {(items) => items.map((rule) => <RuleRow key={rule.id} rule={rule} />)}
      </ListPanel>
      {items && items.length > 0 && <CheckRun />}
    </>
  );
}

function RuleRow({ rule }: { rule: TrustRuleWire }) {
  const change = useSwitch(rule);
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b border-line px-panel py-3 last:border-b-0">
      <div className={cn('min-w-0 flex-1 basis-72', !rule.enabled && 'text-fg-muted')}>
        <h2 className="text-md font-semibold">
          <Link href={trustRuleHref(rule.id)} className="rounded-xs wrap-anywhere hover:underline">
            {rule.name}
          </Link>
        </h2>
        <p className="mt-0.5 wrap-anywhere">
          Runs of {issuerName(rule.issuer)} where{' '}
          {Object.entries(rule.claims).map(([claim, values], index) => (
            <span key={claim}>
              {index > 0 && ' and '}
              <code className="font-mono text-xs">{claim}</code> is{' '}
              <code className="font-mono text-xs">{values.join(' or ')}</code>
            </span>
          ))}
        </p>
        <div className="mt-1.5">
          <Scopes scopes={rule.scopes} />
        </div>
        <p className="mt-1 text-xs wrap-anywhere text-fg-muted">{reachInWords(rule)}</p>
        <p className="mt-0.5 text-xs text-fg-subtle">
          {rule.lastUsedAt === null ? (
            'Never used'
          ) : (
            <>
              Used <Time value={rule.lastUsedAt} />
            </>
          )}
        </p>
      </div>
      <Switch
        checked={rule.enabled}
        disabled={change.isPending}
        aria-label={`Let in ${rule.name}`}
        onChange={(event) => change.mutate(event.target.checked)}
      >
        <span aria-hidden>{rule.enabled ? 'On' : 'Off'}</span>
      </Switch>
    </li>
  );
}

/** The whole of a rule, as it is sent again. */
export function inputOf(rule: TrustRuleWire): TrustRuleInput {
  const {
    name,
    enabled,
    provider,
    issuer,
    audience,
    claims,
    boundToAddress,
    scopes,
    services,
    environments,
  } = rule;
  return {
    name,
    enabled,
    provider,
    issuer,
    audience,
    claims,
    boundToAddress,
    scopes,
    services,
    environments,
  };
}

/** Waits for the server: whether somebody is let in is not shown before it is so. */
function useSwitch(rule: TrustRuleWire) {
  const client = useQueryClient();
  return useMutation<TrustRuleWire, AnswerError, boolean>({
    mutationFn: (enabled) => replaceTrustRule(rule.id, rule.revision, { ...inputOf(rule), enabled }),
    onSuccess: ({ enabled }) => announce(`${rule.name} is ${enabled ? 'on' : 'off'}`),
    onError: (error) => {
      const faster = error.status === 412 || error.status === 404;
      toast({
        tone: 'failed',
        title: faster ? `Somebody was faster with ${rule.name}` : `${rule.name} was not changed`,
        text: faster ? 'Nothing of theirs was overwritten. You see the rule as it is now.' : error.message,
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: trustKeys.all }),
  });
}
