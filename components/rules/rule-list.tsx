'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, CalendarOff, Layers2, ListOrdered, Plus, ShieldCheck, Trash2 } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { Allowed, Refused, useAllowed } from '@/components/frame/allowed';
import { announce } from '@/components/frame/live-region';
import { PageHeader } from '@/components/frame/page-header';
import { counted } from '@/components/incidents/board/words';
import { useNow } from '@/components/time/clock';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { buttonClass, IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ListPanel } from '@/components/ui/list-panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import type { RuleListWire } from '@/lib/preflight/operations';
import { placesOfRule } from '@/lib/preflight/places';
import {
  deploymentRuleKeys,
  deploymentRuleListOptions,
  replaceDeploymentRule,
} from '@/lib/preflight/queries';
import type { RuleWire } from '@/lib/preflight/rule-schemas';
import { type RuleKind, type RuleMode, ruleModes } from '@/lib/preflight/vocabulary';
import { DeleteRuleDialog } from './delete-rule-dialog';
import { ViolationList } from './violation-list';
import { kindLabel, modeLabel, modeText, ruleInWords } from './words';

export const rulesHref = '/settings/rules' as Route;
const newRuleHref = '/settings/rules/new' as Route;
export const ruleHref = (id: string) => `/settings/rules/${encodeURIComponent(id)}` as Route;

/** The rules that deployments have to follow, and what they stopped. */
export function RuleList() {
  const rules = useQuery(deploymentRuleListOptions());
  const [deleting, setDeleting] = useState<RuleWire | null>(null);
  return (
    <>
      <PageHeader
        title="Deployment rules"
        description="A pipeline that reports the start of a deployment is told when it must not go on. Held locks always stop it; everything else is said here."
        actions={
          <Allowed scope="deployments:write">
            <Link href={newRuleHref} className={buttonClass('primary')}>
              <Plus size={14} aria-hidden />
              New rule
            </Link>
          </Allowed>
        }
      />
      <ListPanel
        query={rules}
        label="Rules"
        rows={3}
        loading="Loading the rules"
        failed={{
          title: 'The rules could not be read',
          text: 'They go on working: this page only shows them.',
        }}
        empty={
          <EmptyState
            icon={<ShieldCheck size={22} aria-hidden />}
            title="No rule, so only locks stop a deployment"
            text="Close Friday evenings, ask for an hour in preproduction, or let one deployment wait for the other."
            example={{
              path: '/api/v2/deployment-rules',
              method: 'POST',
              body: { kind: 'concurrency', name: 'One deployment at a time' },
            }}
            actions={
              <Allowed scope="deployments:write">
                <Link href={newRuleHref} className={buttonClass()}>
                  Write a rule
                </Link>
              </Allowed>
            }
          />
        }
      >
        {(items) =>
          items.map((rule) => <RuleRow key={rule.id} rule={rule} onDelete={() => setDeleting(rule)} />)
        }
      </ListPanel>
      <ViolationList />
      {deleting && <DeleteRuleDialog rule={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

const icons: Record<RuleKind, typeof CalendarOff> = {
  window: CalendarOff,
  order: ListOrdered,
  concurrency: Layers2,
  approval: BadgeCheck,
};

const shortMode: Record<RuleMode, string> = { enabled: 'On', report_only: 'Report', disabled: 'Off' };

function RuleRow({ rule: wire, onDelete }: { rule: RuleWire; onDelete: () => void }) {
  const { id, rule, violations30d, nextWindow } = wire;
  const change = useModeChange(wire);
  const permission = useAllowed('deployments:write', ...placesOfRule(rule));
  const offered = permission.allowed || !permission.never;
  const Icon = icons[rule.kind];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-panel py-3 last:border-b-0">
      <span className="mt-0.5 text-fg-muted" data-tip={kindLabel[rule.kind]}>
        <Icon size={16} aria-hidden />
        <span className="sr-only">{kindLabel[rule.kind]}</span>
      </span>
      <div className={cn('min-w-0 flex-1 basis-64', rule.mode === 'disabled' && 'text-fg-muted')}>
        <h2 className="flex flex-wrap items-center gap-2 text-md font-semibold">
          <Link href={ruleHref(id)} className="rounded-xs wrap-anywhere hover:underline">
            {rule.name}
          </Link>
          {rule.mode !== 'disabled' && nextWindow && <OpenNow window={nextWindow} />}
        </h2>
        <p className="mt-0.5 max-w-prose wrap-anywhere">{ruleInWords(rule)}</p>
        {rule.reason && (
          <p className="mt-0.5 max-w-prose text-xs wrap-anywhere text-fg-muted">{rule.reason}</p>
        )}
        <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-fg-subtle">
          {rule.kind === 'window' && <NextWindow window={nextWindow} />}
          {violations30d > 0 ? (
            <Link
              href={`${ruleHref(id)}#broken` as Route}
              className="rounded-xs text-accent-fg hover:underline"
            >
              Broken {counted(violations30d, 'time')} in 30 days
            </Link>
          ) : (
            rule.mode !== 'disabled' && <span>Not broken in 30 days</span>
          )}
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-2 max-sm:ml-8">
        {permission.allowed ? (
          <SegmentedControl<RuleMode>
            label={`Mode of ${rule.name}`}
            value={rule.mode}
            onChange={(mode) => change.mutate(mode)}
            options={ruleModes.map((mode) => ({
              value: mode,
              label: (
                <>
                  <span aria-hidden>{shortMode[mode]}</span>
                  <span className="sr-only">{modeLabel[mode]}</span>
                </>
              ),
              tip: `${modeLabel[mode]}\n${modeText[mode]}`,
            }))}
          />
        ) : (
          <span className="text-xs text-fg-muted" data-tip={permission.reason}>
            {modeLabel[rule.mode]}
          </span>
        )}
        {offered && (
          <Refused permission={permission}>
            <IconButton size="sm" label={`Delete ${rule.name}`} onClick={onDelete}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </Refused>
        )}
      </div>
    </li>
  );
}

type Window = NonNullable<RuleWire['nextWindow']>;

function OpenNow({ window }: { window: Window }) {
  const open = useNow((now) => Date.parse(window.startsAt) <= now && now < Date.parse(window.endsAt));
  return open ? (
    <span data-phase="attention">
      <Badge tone="phase">in force now</Badge>
    </span>
  ) : null;
}

function NextWindow({ window }: { window: Window | null }) {
  const state = useNow((now) =>
    window === null || now >= Date.parse(window.endsAt)
      ? 'none'
      : now >= Date.parse(window.startsAt)
        ? 'open'
        : 'next',
  );
  if (window === null || state === 'none') return <span>No window to come</span>;
  return state === 'open' ? (
    <span>
      Ends <Time value={window.endsAt} />
    </span>
  ) : (
    <span>
      Begins <Time value={window.startsAt} />
    </span>
  );
}

/** Changes the mode at once; the list shows it as it will be, and as it is when somebody was faster. */
function useModeChange({ id, revision, rule }: RuleWire) {
  const client = useQueryClient();
  return useMutation<RuleWire, AnswerError, RuleMode, RuleListWire | undefined>({
    mutationFn: (mode) => replaceDeploymentRule(id, revision, { ...rule, mode }),
    onMutate: async (mode) => {
      await client.cancelQueries({ queryKey: deploymentRuleKeys.list });
      const before = client.getQueryData<RuleListWire>(deploymentRuleKeys.list);
      client.setQueryData<RuleListWire>(
        deploymentRuleKeys.list,
        (list) =>
          list && {
            items: list.items.map((one) => (one.id === id ? { ...one, rule: { ...one.rule, mode } } : one)),
          },
      );
      return before;
    },
    onSuccess: (saved) => {
      client.setQueryData<RuleListWire>(
        deploymentRuleKeys.list,
        (list) => list && { items: list.items.map((one) => (one.id === id ? saved : one)) },
      );
      announce(`${rule.name}: ${modeText[saved.rule.mode]}`);
    },
    onError: (error, _mode, before) => {
      client.setQueryData(deploymentRuleKeys.list, before);
      const faster = error.status === 412 || error.status === 404;
      toast({
        tone: 'failed',
        title: faster ? `Somebody was faster with ${rule.name}` : `${rule.name} was not changed`,
        text: faster ? 'Nothing of theirs was overwritten. You see the rule as it is now.' : error.message,
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: deploymentRuleKeys.all }),
  });
}
