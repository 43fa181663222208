'use client';

import { useEffect, useMemo, useRef } from 'react';
import { tellRefusal } from '@/components/frame/allowed';
import { announce } from '@/components/frame/live-region';
import { usePermissions } from '@/components/frame/permissions';
import { toast } from '@/components/ui/toast';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { type IncidentStatus, isActive } from '@/lib/incidents/vocabulary';
import type { CardActions } from './card-menu';
import { type Columns, useAcknowledgeCard, useAssignCard, useMoveCard } from './mutations';
import { incidentStatusLabel } from './words';

interface Options {
  columns: Columns;
  askAssignee: CardActions['askAssignee'];
  menu: CardActions['menu'];
  /** Called before a card goes to another column. */
  onMove: (number: number) => void;
  /** Whether a card can be seen where it is now. */
  inSight: (number: number) => boolean;
}

/** What can be done with a card: as functions of this render, and as `actions` that stay the same from render to render. */
export function useCardActions({ columns, askAssignee, menu, onMove, inSight }: Options) {
  const { me, may } = usePermissions();
  const mover = useMoveCard(columns);
  const acknowledger = useAcknowledgeCard(columns);
  const assigner = useAssignCard(columns);

  /** Whether a card is theirs to change; else says why not. */
  const mayChange = ({ service, environment }: IncidentWire): boolean => {
    const permission = may('incidents:write', { service, environment });
    if (!permission.allowed) tellRefusal(permission.reason);
    return permission.allowed;
  };
  const move = (incident: IncidentWire, to: IncidentStatus) => {
    if (to === incident.status || !mayChange(incident)) return;
    onMove(incident.number);
    mover.mutate(
      { incident, to },
      {
        onSuccess: (answer) => {
          // Where only one column fits, the card has gone out of sight.
          if (inSight(answer.number)) return;
          toast({
            title: `Incident ${answer.number} moved to ${incidentStatusLabel[to].toLowerCase()}`,
            action: {
              label: 'Undo',
              run: () => mover.mutate({ incident: answer, to: incident.status }),
            },
          });
        },
      },
    );
  };
  const acknowledge = (incident: IncidentWire) => {
    if (!mayChange(incident)) return;
    // The first one counts.
    if (incident.acknowledgedAt !== null)
      announce(`Incident ${incident.number} was acknowledged by ${incident.acknowledgedBy} before`);
    else if (!isActive(incident.status)) announce(`Incident ${incident.number} is over`);
    else acknowledger.mutate({ incident, me: me.name });
  };
  const assign = (incident: IncidentWire, assignee: string) => {
    if (mayChange(incident)) assigner.mutate({ incident, assignee });
  };

  const doing = { move, acknowledge, assign, askAssignee, menu };
  const latest = useRef(doing);
  useEffect(() => {
    latest.current = doing;
  });
  const actions = useMemo<CardActions>(
    () => ({
      move: (...given) => latest.current.move(...given),
      acknowledge: (...given) => latest.current.acknowledge(...given),
      assign: (...given) => latest.current.assign(...given),
      askAssignee: (...given) => latest.current.askAssignee(...given),
      menu: (...given) => latest.current.menu(...given),
    }),
    [],
  );
  return { actions, move, acknowledge, mayChange };
}
