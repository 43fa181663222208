'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, BadgeX } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast';
import { deploymentKeys } from '@/lib/deployments/queries';
import type { ApprovalWire, VersionDetailWire } from '@/lib/deployments/schemas';
import { type AnswerError, ask } from '@/lib/http/client';
import { deploymentRuleKeys } from '@/lib/preflight/queries';
import { standingApprovals } from './journey';

/** Who approved the version for what, and the way to do so. */
export function Approvals({ version }: { version: VersionDetailWire }) {
  const [open, setOpen] = useState(false);
  const { approvals } = version;
  const standing = standingApprovals(approvals);
  return (
    <Panel
      title="Approvals"
      description="Rules can require one before a deployment starts"
      padded={false}
      actions={
        <Allowed scope="deployments:write">
          <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            Approve …
          </Button>
        </Allowed>
      }
    >
      {approvals.length === 0 ? (
        <p className="p-panel text-fg-muted">Nobody has said anything about this version yet.</p>
      ) : (
        <ul>
          {approvals.map((approval) => (
            <Word key={approval.id} approval={approval} counts={standing.has(approval.id)} />
          ))}
        </ul>
      )}
      {open && <ApproveDialog version={version} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function Word({ approval, counts }: { approval: ApprovalWire; counts: boolean }) {
  const { type, environment, approved, actor, comment, at } = approval;
  const Icon = approved ? BadgeCheck : BadgeX;
  return (
    <li
      className={cn(
        'flex items-start gap-2.5 border-b border-line px-panel py-2 last:border-b-0',
        !counts && 'opacity-60',
      )}
    >
      <span data-phase={approved ? 'succeeded' : 'aborted'} className="mt-0.5 text-phase-fg">
        <Icon size={15} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{type}</span>
          <span className="text-fg-muted">{approved ? 'approved' : 'taken back'}</span>
          {environment === null ? (
            <span className="text-fg-subtle">everywhere</span>
          ) : (
            <EnvironmentTag name={environment} plain />
          )}
          {!counts && <span className="text-xs text-fg-subtle">no longer counts</span>}
        </p>
        {comment && <p className="text-fg-muted wrap-anywhere">{comment}</p>}
        <p className="text-xs text-fg-subtle">
          {actor}, <Time value={at} />
        </p>
      </div>
    </li>
  );
}

function ApproveDialog({ version, onClose }: { version: VersionDetailWire; onClose: () => void }) {
  const { service, reached } = version;
  const client = useQueryClient();
  const [type, setType] = useState(version.approvals[0]?.type ?? 'QA');
  const [environment, setEnvironment] = useState('');
  const [comment, setComment] = useState('');
  const send = useMutation({
    mutationFn: (approved: boolean) =>
      ask<ApprovalWire>(
        `/api/v2/versions/${encodeURIComponent(service)}/${encodeURIComponent(version.version)}/approvals`,
        {
          method: 'POST',
          body: { type: type.trim(), environment: environment || null, approved, comment: comment.trim() },
        },
      ),
    onSuccess: async (_, approved) => {
      toast({ title: approved ? `${version.version} is approved` : 'The approval is taken back' });
      void client.invalidateQueries({ queryKey: deploymentRuleKeys.all });
      await client.invalidateQueries({ queryKey: deploymentKeys.version(service, version.version) });
      onClose();
    },
    onError: (error: AnswerError) =>
      toast({ title: 'It was not noted', text: error.message, tone: 'failed' }),
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (type.trim()) send.mutate(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Approve ${service} ${version.version}`}
      description="Your newest word for a type and environment counts."
      footer={
        <Allowed scope="deployments:write" place={{ service, environment: environment || null }}>
          <Button
            disabled={!type.trim() || send.isPending}
            onClick={() => send.mutate(false)}
            data-tip="Says that an earlier approval of yours does not count any more"
          >
            Take back
          </Button>
          <Button
            type="submit"
            form="approve"
            variant="primary"
            busy={send.isPending}
            disabled={!type.trim()}
          >
            Approve
          </Button>
        </Allowed>
      }
    >
      <form id="approve" onSubmit={submit} className="flex flex-col gap-stack" noValidate>
        <Field label="Approved for" hint="As rules name it, such as QA or Security" required>
          <Input value={type} maxLength={100} onChange={(event) => setType(event.target.value)} />
        </Field>
        <Field label="Environment">
          <Select value={environment} onChange={(event) => setEnvironment(event.target.value)}>
            <option value="">Every environment</option>
            {reached.map(({ environment: name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Comment">
          <Textarea value={comment} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
