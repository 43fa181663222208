'use client';

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { announce } from '@/components/frame/live-region';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import {
  acknowledgeIncident,
  createIncident,
  incidentKeys,
  moveIncident,
  patchIncident,
} from '@/lib/incidents/queries';
import type { IncidentDetailWire, IncidentDraft, IncidentWire } from '@/lib/incidents/schemas';
import { type IncidentStatus, incidentStatuses } from '@/lib/incidents/vocabulary';
import { type IncidentPages, itemsOf, withCard, without } from './cache';
import { assignedInWords, fasterInWords, incidentStatusLabel, movedTo } from './words';

/** What can be done with a card, and how the board follows: at once, and back when it did not come true. */

/** The query of each column. */
export type Columns = Readonly<Record<IncidentStatus, string>>;

/** Cards whose move is under way: what the stream says of them meanwhile is older than what the person did. */
const underWay = new Map<number, number>();
export const isUnderWay = (number: number) => underWay.has(number);

function begin(number: number) {
  underWay.set(number, (underWay.get(number) ?? 0) + 1);
}

function end(number: number) {
  const left = (underWay.get(number) ?? 1) - 1;
  if (left > 0) underWay.set(number, left);
  else underWay.delete(number);
}

/** The card as the board has it, whatever column it is in. */
export function findCard(client: QueryClient, columns: Columns, number: number): IncidentWire | undefined {
  for (const status of incidentStatuses) {
    const data = client.getQueryData<IncidentPages>(incidentKeys.list(columns[status]));
    const found = itemsOf(data).find((item) => item.number === number);
    if (found) return found;
  }
  return undefined;
}

/** Puts a card into the column that its status names, and takes it out of all others. */
export function placeCard(client: QueryClient, columns: Columns, incident: IncidentWire): void {
  const known = findCard(client, columns, incident.number);
  const card = { ...incident, activity: incident.activity ?? known?.activity };
  for (const status of incidentStatuses) {
    client.setQueryData<IncidentPages>(incidentKeys.list(columns[status]), (data) => {
      if (!data) return data;
      if (status !== card.status) return without(data, card.number);
      return withCard(data, card, new URLSearchParams(columns[status]).get('sort') ?? '');
    });
  }
}

/** Reads all lists and counts anew. What is open on a page of its own follows by itself. */
export function refreshBoard(client: QueryClient): void {
  if (underWay.size > 0) return;
  void client.invalidateQueries({ queryKey: incidentKeys.lists });
  void client.invalidateQueries({ queryKey: incidentKeys.allFacets });
}

interface Move {
  incident: IncidentWire;
  to: IncidentStatus;
}

/** Moves a card. The board shows it there at once; who loses a race is told who was faster, and sees the card where it is. */
export function useMoveCard(columns: Columns) {
  const client = useQueryClient();
  return useMutation<IncidentDetailWire, AnswerError, Move, void>({
    mutationFn: ({ incident, to }) => moveIncident(incident.number, { status: to, from: incident.status }),
    onMutate: async ({ incident, to }) => {
      begin(incident.number);
      placeCard(client, columns, movedTo(incident, to, new Date().toISOString()));
      await client.cancelQueries({ queryKey: incidentKeys.lists });
    },
    onSuccess: (answer, { incident, to }) => {
      placeCard(client, columns, answer);
      announce(`Incident ${incident.number} moved to ${incidentStatusLabel[to]}`);
    },
    onError: (error, { incident }) => {
      const { title, text, status } = fasterInWords(incident.number, { ...error.problem });
      if (error.status === 409 && status !== null) {
        placeCard(client, columns, { ...incident, status });
        toast({ title, text, tone: 'failed' });
        return;
      }
      placeCard(client, columns, incident);
      toast({
        title: `Incident ${incident.number} was not moved`,
        text: `${error.message} The card is back where it was.`,
        tone: 'failed',
      });
    },
    onSettled: (_answer, _error, { incident }) => {
      end(incident.number);
      refreshBoard(client);
    },
  });
}

/** Changes a card in place: `as` is what it will look like. */
function useChangeCard<V extends { incident: IncidentWire }>(
  columns: Columns,
  send: (change: V) => Promise<IncidentDetailWire>,
  as: (change: V) => IncidentWire,
  words: { done: (change: V) => string; failed: string },
) {
  const client = useQueryClient();
  return useMutation<IncidentDetailWire, AnswerError, V, void>({
    mutationFn: send,
    onMutate: async (change) => {
      begin(change.incident.number);
      placeCard(client, columns, as(change));
      await client.cancelQueries({ queryKey: incidentKeys.lists });
    },
    onSuccess: (answer, change) => {
      placeCard(client, columns, answer);
      announce(words.done(change));
    },
    onError: (error, { incident }) => {
      placeCard(client, columns, incident);
      toast({
        title: `Incident ${incident.number} ${words.failed}`,
        text: `${error.message} Nothing was changed.`,
        tone: 'failed',
      });
    },
    onSettled: (_answer, _error, { incident }) => {
      end(incident.number);
      refreshBoard(client);
    },
  });
}

/** Says that somebody is on it; an incident of nobody becomes the caller's. */
export function useAcknowledgeCard(columns: Columns) {
  return useChangeCard<{ incident: IncidentWire; me: string }>(
    columns,
    ({ incident }) => acknowledgeIncident(incident.number),
    ({ incident, me }) => ({
      ...incident,
      acknowledgedAt: new Date().toISOString(),
      acknowledgedBy: me,
      assignee: incident.assignee || me,
    }),
    {
      done: ({ incident }) => `Incident ${incident.number} is acknowledged`,
      failed: 'was not acknowledged',
    },
  );
}

/** Gives it to somebody; to nobody when the name is empty. */
export function useAssignCard(columns: Columns) {
  return useChangeCard<{ incident: IncidentWire; assignee: string }>(
    columns,
    ({ incident, assignee }) => patchIncident(incident.number, { assignee }),
    ({ incident, assignee }) => ({ ...incident, assignee }),
    {
      done: ({ incident, assignee }) => assignedInWords(incident.number, assignee),
      failed: 'was not assigned',
    },
  );
}

/** Reports an incident; the same attempt sent twice makes one. */
export function useReport() {
  const client = useQueryClient();
  return useMutation<IncidentDetailWire, AnswerError, { draft: Partial<IncidentDraft>; key: string }>({
    mutationFn: ({ draft, key }) => createIncident(draft, key),
    onSuccess: () => refreshBoard(client),
  });
}
