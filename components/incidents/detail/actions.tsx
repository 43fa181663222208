'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Check, ChevronDown, Copy, Ellipsis, Link2, Merge, UserPlus, UserRound, UserX } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Refused } from '@/components/frame/allowed';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { useOrigin } from '@/components/frame/origin';
import { useMe } from '@/components/frame/permissions';
import { useCurl } from '@/components/frame/use-curl';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { incidentStatusLabel, incidentStatusPhase } from '@/components/incidents/board/words';
import { useIncidentRights } from '@/components/incidents/rights';
import { Button, IconButton } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { incidentKeys } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { incidentStatuses, isActive } from '@/lib/incidents/vocabulary';
import { likelyMoves, type Move, moveTo } from './moves';
import { refreshIncident, useAcknowledge, useMove, usePatch } from './mutations';

const MoveDialog = dynamic(() => import('./move-dialog').then((module) => module.MoveDialog), { ssr: false });
const MergeDialog = dynamic(() => import('./merge-dialog').then((module) => module.MergeDialog), {
  ssr: false,
});
const AssignDialog = dynamic(
  () => import('@/components/incidents/board/assign-dialog').then((module) => module.AssignDialog),
  { ssr: false },
);

/** What can be done about an incident: acknowledge, move, assign, merge. */
export function Actions({ incident }: { incident: IncidentDetailWire }) {
  const { number, status, assignee, acknowledgedAt, mergedInto } = incident;
  const client = useQueryClient();
  const origin = useOrigin();
  const curl = useCurl();
  const [dialog, setDialog] = useState<Move | 'assign' | 'merge' | null>(null);
  const [statusOpen, setStatusOpen] = useState(false);
  const { name: me } = useMe();
  const move = useMove(incident);
  const acknowledge = useAcknowledge(incident, me);
  const patch = usePatch(incident);
  const { permission, offered } = useIncidentRights(incident);
  const fixed = mergedInto !== null || !offered;
  const canAcknowledge = !fixed && isActive(status) && acknowledgedAt === null;
  const moves = likelyMoves(status);

  const start = (to: Move) => {
    if (move.isPending) return;
    if (to.asks) setDialog(to);
    else move.mutate({ to: to.to });
  };
  const copy = async (what: string, text: string) => {
    const copied = await copyText(text);
    toast(copied ? { title: `${what} copied` } : { tone: 'failed', title: 'Could not copy', text });
  };
  const link = () => void copy('Link', `${origin}/incidents/${number}`);
  const take = () => {
    if (assignee !== me) patch.mutate({ assignee: me });
  };
  useKeys('Incident', { 'shift+c': { label: 'Copy a link to the incident', run: link } });
  useKeys(
    'Incident',
    {
      a: {
        label: 'Acknowledge',
        run: () => {
          if (canAcknowledge && !acknowledge.isPending) acknowledge.mutate();
        },
        permission,
      },
      s: { label: 'Move: choose a status', permission, run: () => setStatusOpen(true) },
      i: { label: 'Assign to me', permission, run: take },
    },
    { enabled: !fixed },
  );
  useCommands(
    fixed
      ? []
      : [
          ...incidentStatuses
            .filter((to) => to !== status)
            .map((to) => ({
              id: `incident move ${to}`,
              label: `Move to ${incidentStatusLabel[to].toLowerCase()}`,
              group: `Incident ${number}`,
              permission,
              run: () => start(moveTo(status, to)),
            })),
          { id: 'incident take', label: 'Assign to me', group: `Incident ${number}`, permission, run: take },
          {
            id: 'incident merge',
            label: 'Merge into another incident',
            group: `Incident ${number}`,
            permission,
            run: () => setDialog('merge'),
          },
        ],
  );

  return (
    <div className="flex max-w-full flex-wrap items-center gap-2" data-print="hide">
      {!fixed && (
        <Refused permission={permission}>
          {canAcknowledge && (
            <Button
              variant="primary"
              icon={<Check size={14} aria-hidden />}
              busy={acknowledge.isPending}
              onClick={() => acknowledge.mutate()}
              data-tip={'Say that somebody is on it'}
              data-tip-keys="a"
            >
              Acknowledge
            </Button>
          )}
          {moves.map((one, index) => (
            <Button
              key={one.to}
              variant={!canAcknowledge && index === 0 && isActive(status) ? 'primary' : 'secondary'}
              busy={move.isPending && move.variables?.to === one.to}
              disabled={move.isPending}
              aria-haspopup={one.asks ? 'dialog' : undefined}
              onClick={() => start(one)}
            >
              {one.label}
            </Button>
          ))}
          <Menu
            label="Status"
            open={statusOpen}
            onOpenChange={setStatusOpen}
            className="pointer-coarse:**:[[role=menuitem]]:h-11"
            trigger={
              <Button
                data-tip="Every status"
                data-tip-keys="s"
                aria-label={`Status ${incidentStatusLabel[status]}: move`}
              >
                Move
                <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
              </Button>
            }
          >
            {incidentStatuses.map((to) => (
              <MenuItem
                key={to}
                disabled={to === status}
                icon={<PhaseMark phase={incidentStatusPhase[to]} size={13} />}
                onSelect={() => start(moveTo(status, to))}
              >
                {to === status ? `${incidentStatusLabel[to]}, as it is` : incidentStatusLabel[to]}
              </MenuItem>
            ))}
          </Menu>
          <Menu
            label="Assign"
            className="pointer-coarse:**:[[role=menuitem]]:h-11"
            trigger={
              <Button
                variant="ghost"
                icon={<UserRound size={14} aria-hidden />}
                className="max-w-48 border-line max-sm:max-w-29"
              >
                <span className="truncate">
                  <span className="sr-only">Assigned to </span>
                  {assignee === '' ? 'Nobody' : assignee}
                </span>
                <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
              </Button>
            }
          >
            <MenuItem
              icon={<UserRound size={14} aria-hidden />}
              keys="i"
              disabled={assignee === me}
              onSelect={take}
            >
              Assign to me
            </MenuItem>
            <MenuItem icon={<UserPlus size={14} aria-hidden />} onSelect={() => setDialog('assign')}>
              Assign to …
            </MenuItem>
            {assignee !== '' && (
              <MenuItem
                icon={<UserX size={14} aria-hidden />}
                onSelect={() => patch.mutate({ assignee: '' })}
              >
                Assign to nobody
              </MenuItem>
            )}
          </Menu>
        </Refused>
      )}
      <Menu
        label="More"
        className="pointer-coarse:**:[[role=menuitem]]:h-11"
        trigger={
          <IconButton label="More">
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        }
      >
        {!fixed && (
          <>
            <Refused permission={permission}>
              <MenuItem icon={<Merge size={14} aria-hidden />} onSelect={() => setDialog('merge')}>
                Merge into another …
              </MenuItem>
            </Refused>
            <MenuSeparator />
          </>
        )}
        <MenuItem icon={<Link2 size={14} aria-hidden />} keys="shift+c" onSelect={link}>
          Copy link
        </MenuItem>
        <MenuItem
          icon={<Copy size={14} aria-hidden />}
          onSelect={() => void copy('Command', curl({ path: `/api/v2/incidents/${number}` }))}
        >
          Copy as curl
        </MenuItem>
      </Menu>
      {dialog === 'assign' && (
        <AssignDialog
          incident={incident}
          onClose={() => setDialog(null)}
          onAssigned={(answer) => {
            client.setQueryData(incidentKeys.detail(number), answer);
            refreshIncident(client, number);
          }}
        />
      )}
      {dialog === 'merge' && <MergeDialog incident={incident} onClose={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === 'object' && (
        <MoveDialog
          move={dialog}
          incident={incident}
          onClose={() => setDialog(null)}
          busy={move.isPending}
          onMove={(comment) => {
            const close = () => setDialog(null);
            // What was typed is kept until it has arrived; who was faster has made it pointless.
            move.mutate(
              { to: dialog.to, comment },
              { onSuccess: close, onError: ({ status: code }) => code === 409 && close() },
            );
          }}
        />
      )}
    </div>
  );
}
