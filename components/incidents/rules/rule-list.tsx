'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, FlaskConical, Plus, Radar, Trash2 } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { Allowed, useAllowed } from '@/components/frame/allowed';
import { announce } from '@/components/frame/live-region';
import { PageHeader } from '@/components/frame/page-header';
import { counted } from '@/components/incidents/board/words';
import { Badge } from '@/components/ui/badge';
import { buttonClass, IconButton } from '@/components/ui/button';
import { Switch } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ListPanel } from '@/components/ui/list-panel';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import type { RulesWire } from '@/lib/incidents/rule-operations';
import { patchRule, ruleKeys, ruleListOptions } from '@/lib/incidents/rule-queries';
import type { RulePatch, RuleWire } from '@/lib/incidents/rule-schemas';
import { DeleteRuleDialog } from './delete-rule-dialog';
import { positionsAfterMove } from './reorder';
import { burstInWords, endInWords } from './words';

export const newRuleHref = '/settings/detection/new' as Route;
export const ruleHref = (id: number) => `/settings/detection/${id}` as Route;

/** The rules in the order in which they are tried. */
export function RuleList() {
  const rules = useQuery(ruleListOptions());
  const [deleting, setDeleting] = useState<RuleWire | null>(null);
  return (
    <>
      <PageHeader
        title="Detection"
        description="Rules decide which error signals become an incident. A signal belongs to the first rule in this order that is on and that it matches; what no rule takes opens nothing."
        actions={
          <Allowed scope="admin">
            <Link href={newRuleHref} className={buttonClass('primary')}>
              <Plus size={14} aria-hidden />
              New rule
            </Link>
          </Allowed>
        }
      />
      <ListPanel
        query={rules}
        label="Rules, in the order in which they are tried"
        ordered
        rows={3}
        loading="Loading the rules"
        failed={{
          title: 'The rules could not be read',
          text: 'They go on working: this page only shows them.',
        }}
        empty={
          <EmptyState
            icon={<Radar size={22} aria-hidden />}
            title="No rule, so nothing is detected"
            text="Error signals are kept, and incidents can be reported by hand. A rule opens them by itself: say how many errors within which time are too many."
            example={{
              path: '/api/v2/detection-rules',
              method: 'POST',
              body: { name: 'Bursts of errors', threshold: 5, windowSeconds: 300 },
            }}
            actions={
              <Allowed scope="admin">
                <Link href={newRuleHref} className={buttonClass()}>
                  Write a rule
                </Link>
              </Allowed>
            }
          />
        }
      >
        {(items) =>
          items.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              place={index}
              rules={items}
              onDelete={() => setDeleting(rule)}
            />
          ))
        }
      </ListPanel>
      {deleting && <DeleteRuleDialog rule={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

type Change = { rule: RuleWire; patch: RulePatch };

const changeKey = ['detection-rules', 'change'] as const;

/**
 * Changes some rules, one after the other; the list shows them as they will be. Each change is sent with the revision that the one before
 * it has left, so that nobody is told to have been slower than themselves.
 */
function useRuleChanges() {
  const client = useQueryClient();
  const edit = (how: (rule: RuleWire) => RuleWire) =>
    client.setQueryData<RulesWire>(
      ruleKeys.list,
      (list) => list && { ...list, items: inOrder(list.items.map(how)) },
    );
  const revisionOf = ({ id, revision }: RuleWire) =>
    client.getQueryData<RulesWire>(ruleKeys.list)?.items.find((rule) => rule.id === id)?.revision ?? revision;
  return useMutation<void, AnswerError, { changes: Change[]; done: string }>({
    mutationKey: changeKey,
    scope: { id: changeKey.join(' ') },
    mutationFn: async ({ changes }) => {
      for (const { rule, patch } of changes) {
        const { revision, updatedAt, updatedBy } = await patchRule(rule.id, revisionOf(rule), patch);
        edit((one) => (one.id === rule.id ? { ...one, revision, updatedAt, updatedBy } : one));
      }
    },
    onMutate: async ({ changes }) => {
      await client.cancelQueries({ queryKey: ruleKeys.list });
      edit((rule) => changed(rule, changes));
    },
    onSuccess: (_, { done }) => announce(done),
    onError: (error, { changes }) => {
      edit((rule) => changed(rule, changes.map(takenBack)));
      const name = changes[0]?.rule.name ?? 'The rule';
      toast({
        tone: 'failed',
        title: error.status === 412 ? `Somebody was faster with ${name}` : `${name} was not changed`,
        text:
          error.status === 412
            ? 'Nothing of theirs was overwritten. You see the rule as it is now.'
            : error.message,
      });
    },
    // While others wait in line the list shows them as done; what it really is is read after the last.
    onSettled: async () => {
      if (client.isMutating({ mutationKey: changeKey }) === 1)
        await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
}

/** The same fields as they were. */
const takenBack = ({ rule, patch }: Change): Change => ({
  rule,
  patch: Object.fromEntries(
    Object.keys(patch).map((name) => [name, rule[name as keyof RulePatch]]),
  ) as RulePatch,
});

const changed = (rule: RuleWire, changes: readonly Change[]): RuleWire => ({
  ...rule,
  ...(changes.find((change) => change.rule.id === rule.id)?.patch as Partial<RuleWire>),
});
const inOrder = (rules: RuleWire[]) => rules.sort((a, b) => a.position - b.position || a.id - b.id);

function RuleRow(props: { rule: RuleWire; place: number; rules: readonly RuleWire[]; onDelete: () => void }) {
  const { rule, place, rules, onDelete } = props;
  const { name, enabled, activeIncidents } = rule;
  const change = useRuleChanges();
  const permission = useAllowed('admin');
  // At once, in the very event: the list follows a moment later.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const move = (by: -1 | 1) => {
    const to = place + by;
    const changes = positionsAfterMove(rules, place, to).flatMap(({ id, position }) => {
      const one = rules.find((candidate) => candidate.id === id);
      return one ? [{ rule: one, patch: { position } }] : [];
    });
    if (changes.length > 0) change.mutate({ changes, done: `${name} is tried as number ${to + 1}` });
  };
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-panel py-3 last:border-b-0">
      {rules.length > 1 && permission.allowed && (
        <div className="flex shrink-0 flex-col items-center">
          <IconButton
            size="sm"
            label={`Try ${name} earlier`}
            disabled={place === 0 || change.isPending}
            onClick={() => move(-1)}
          >
            <ArrowUp size={13} aria-hidden />
          </IconButton>
          <span className="nums text-xs text-fg-subtle" data-tip={`Tried as number ${place + 1}`}>
            {place + 1}
          </span>
          <IconButton
            size="sm"
            label={`Try ${name} later`}
            disabled={place === rules.length - 1 || change.isPending}
            onClick={() => move(1)}
          >
            <ArrowDown size={13} aria-hidden />
          </IconButton>
        </div>
      )}
      <div className={cn('min-w-0 flex-1 basis-64', !enabled && 'opacity-70')}>
        <h2 className="flex flex-wrap items-center gap-2 text-md font-semibold">
          <Link href={ruleHref(rule.id)} className="rounded-xs wrap-anywhere hover:underline">
            {name}
          </Link>
          {!enabled && <Badge>off</Badge>}
        </h2>
        <p className="mt-0.5 max-w-prose wrap-anywhere">{burstInWords(rule)}</p>
        <p className="mt-0.5 max-w-prose text-xs text-fg-subtle">{endInWords(rule).join(' ')}</p>
        {activeIncidents > 0 && (
          <Link
            href={`/incidents?rule=${rule.id}` as Route}
            prefetch={false}
            className="mt-1 inline-block rounded-xs text-xs text-accent-fg hover:underline"
          >
            {counted(activeIncidents, 'active incident')}
          </Link>
        )}
      </div>
      <div className={cn('flex shrink-0 items-center gap-2', rules.length > 1 && 'max-sm:ml-11')}>
        <Switch
          checked={wanted ?? enabled}
          aria-label={`${name} is on`}
          disabled={!permission.allowed}
          data-tip={permission.allowed ? undefined : permission.reason}
          onChange={(event) => {
            const on = event.target.checked;
            setWanted(on);
            change.mutate(
              { changes: [{ rule, patch: { enabled: on } }], done: `${name} is ${on ? 'on' : 'off'}` },
              { onSettled: () => setWanted(null) },
            );
          }}
        />
        <Link href={ruleHref(rule.id)} className={buttonClass('secondary', 'sm')}>
          <FlaskConical size={13} aria-hidden />
          {permission.allowed ? 'Change and try' : 'Look and try'}
        </Link>
        <Allowed scope="admin">
          <IconButton size="sm" label={`Delete ${name}`} onClick={onDelete}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </Allowed>
      </div>
    </li>
  );
}
