'use client';

import { Check, Ellipsis, ExternalLink, UserPlus, UserRound, UserX } from 'lucide-react';
import Link from 'next/link';
import { Refused } from '@/components/frame/allowed';
import { incidentHref } from '@/components/frame/navigation';
import { useMe } from '@/components/frame/permissions';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { useIncidentRights } from '@/components/incidents/rights';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { type IncidentStatus, incidentStatuses, isActive } from '@/lib/incidents/vocabulary';
import { incidentStatusLabel, incidentStatusPhase } from './words';

/** What can be done with a card; constant, so that a card renders only when it changes. */
export interface CardActions {
  move: (incident: IncidentWire, to: IncidentStatus) => void;
  acknowledge: (incident: IncidentWire) => void;
  assign: (incident: IncidentWire, assignee: string) => void;
  /** Asks for a name. */
  askAssignee: (incident: IncidentWire) => void;
  menu: (number: number | null) => void;
}

/** Where a card can go and what can be said of it. On a phone the way to move it. */
export function CardMenu(props: { incident: IncidentWire; open: boolean; actions: CardActions }) {
  const { incident, open, actions } = props;
  const { number, status, assignee, acknowledgedAt } = incident;
  const { name: me } = useMe();
  const { permission, offered } = useIncidentRights(incident);
  if (!offered) return null;
  return (
    <Menu
      label={`Incident ${number}`}
      open={open}
      onOpenChange={(next) => actions.menu(next ? number : null)}
      className="w-56 pointer-coarse:**:[[role=menuitem]]:h-11"
      trigger={
        <IconButton
          label={`Move or assign incident ${number}`}
          keys="m"
          size="sm"
          data-print="hide"
          className="relative z-1 -my-1 -mr-1.5 pointer-coarse:size-11 pointer-coarse:-my-3 pointer-coarse:-mr-2.5"
        >
          <Ellipsis size={15} aria-hidden />
        </IconButton>
      }
    >
      <Refused permission={permission}>
        {incidentStatuses.map((to) => (
          <MenuItem
            key={to}
            disabled={to === status}
            icon={<PhaseMark phase={incidentStatusPhase[to]} size={13} />}
            onSelect={() => actions.move(incident, to)}
          >
            {to === status
              ? `${incidentStatusLabel[to]}, as it is`
              : `Move to ${incidentStatusLabel[to].toLowerCase()}`}
          </MenuItem>
        ))}
        <MenuSeparator />
        {isActive(status) && acknowledgedAt === null && (
          <MenuItem
            icon={<Check size={14} aria-hidden />}
            keys="a"
            onSelect={() => actions.acknowledge(incident)}
          >
            Acknowledge
          </MenuItem>
        )}
        {assignee !== me && (
          <MenuItem icon={<UserRound size={14} aria-hidden />} onSelect={() => actions.assign(incident, me)}>
            Assign to me
          </MenuItem>
        )}
        <MenuItem icon={<UserPlus size={14} aria-hidden />} onSelect={() => actions.askAssignee(incident)}>
          Assign to …
        </MenuItem>
        {assignee !== '' && (
          <MenuItem icon={<UserX size={14} aria-hidden />} onSelect={() => actions.assign(incident, '')}>
            Assign to nobody
          </MenuItem>
        )}
      </Refused>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href={incidentHref(number)} prefetch={false}>
          <ExternalLink size={14} aria-hidden className="text-fg-subtle" />
          Open the incident
        </Link>
      </MenuItem>
    </Menu>
  );
}
