'use client';

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { announce } from '@/components/frame/live-region';
import { fasterInWords, incidentStatusLabel, movedTo } from '@/components/incidents/board/words';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import type { SuspectsWire } from '@/lib/incidents/cause-operations';
import {
  acknowledgeIncident,
  addNote,
  incidentKeys,
  judgeSuspect,
  mergeIncident,
  moveIncident,
  patchIncident,
  splitIncident,
  triageAgain,
} from '@/lib/incidents/queries';
import type { IncidentDetailWire, IncidentEntryWire, IncidentPatch } from '@/lib/incidents/schemas';
import type { IncidentStatus, Verdict } from '@/lib/incidents/vocabulary';

/** What can be done on the page of an incident, and how the page follows: at once where it can be foreseen, and back when it did not come true. */

/** Reads anew what a change leaves traces in: the incident itself and its timeline, and lists that other pages have open. */
export function refreshIncident(
  client: QueryClient,
  number: number,
  more: readonly (readonly unknown[])[] = [],
): void {
  const keys = [
    incidentKeys.detail(number),
    incidentKeys.timeline(number),
    incidentKeys.lists,
    incidentKeys.allFacets,
    ...more,
  ];
  for (const queryKey of keys) void client.invalidateQueries({ queryKey });
}

interface Change<V> {
  send: (input: V, seen: IncidentDetailWire) => Promise<IncidentDetailWire>;
  /** What it will look like, before the server has said so. */
  as?: (seen: IncidentDetailWire, input: V) => IncidentDetailWire;
  done: (input: V) => string;
  /** How the toast of a failure begins: `was not acknowledged`. */
  failed: string;
  /** Also read anew. */
  more?: (input: V) => readonly (readonly unknown[])[];
}

function useChange<V>(incident: IncidentDetailWire, { send, as, done, failed, more }: Change<V>) {
  const client = useQueryClient();
  const { number } = incident;
  const key = incidentKeys.detail(number);
  return useMutation<IncidentDetailWire, AnswerError, V, IncidentDetailWire>({
    mutationFn: (input) => send(input, incident),
    onMutate: async (input) => {
      const before = client.getQueryData<IncidentDetailWire>(key) ?? incident;
      await client.cancelQueries({ queryKey: key });
      if (as) client.setQueryData(key, as(before, input));
      return before;
    },
    onSuccess: (answer, input) => {
      client.setQueryData(key, answer);
      announce(done(input));
    },
    onError: (error, _input, before) => {
      if (before) client.setQueryData(key, before);
      const problem: Record<string, unknown> = { ...error.problem };
      if (error.status === 409 && 'incidentStatus' in problem) {
        const { title, status } = fasterInWords(number, problem);
        const now = status ? `It is ${incidentStatusLabel[status].toLowerCase()} now` : 'It was changed';
        toast({ tone: 'failed', title, text: `${now}, and yours was not applied.` });
        return;
      }
      toast({
        tone: 'failed',
        title: `Incident ${number} ${failed}`,
        text: `${error.message} Nothing was changed.`,
      });
    },
    onSettled: (_answer, _error, input) => refreshIncident(client, number, more?.(input)),
  });
}

/** Moves it; with a comment that stays in its timeline. Only the first of two people moves it. */
export function useMove(incident: IncidentDetailWire) {
  return useChange<{ to: IncidentStatus; comment?: string }>(incident, {
    send: ({ to, comment }, { number, status }) =>
      moveIncident(number, { status: to, from: status, ...(comment ? { comment } : {}) }),
    as: (seen, { to }) => ({ ...seen, ...movedTo(seen, to, new Date().toISOString()) }),
    done: ({ to }) => `Moved to ${incidentStatusLabel[to].toLowerCase()}`,
    failed: 'was not moved',
    more: () => [incidentKeys.histogram(incident.number)],
  });
}

export function useAcknowledge(incident: IncidentDetailWire, me: string) {
  return useChange<void>(incident, {
    send: (_input, { number }) => acknowledgeIncident(number),
    as: (seen) => ({
      ...seen,
      acknowledgedAt: seen.acknowledgedAt ?? new Date().toISOString(),
      acknowledgedBy: seen.acknowledgedBy || me,
      assignee: seen.assignee || me,
    }),
    done: () => 'Acknowledged',
    failed: 'was not acknowledged',
  });
}

/** Changes what a person may change. What is given goes up at once. */
export function usePatch(incident: IncidentDetailWire) {
  return useChange<Partial<IncidentPatch>>(incident, {
    send: (patch, { number }) => patchIncident(number, patch),
    as: (seen, { postmortem: _text, ...patch }) => ({ ...seen, ...patch }),
    done: () => 'Saved',
    failed: 'was not changed',
    more: ({ startedAt }) =>
      startedAt === undefined
        ? []
        : [incidentKeys.suspects(incident.number), incidentKeys.histogram(incident.number)],
  });
}

export function useTriageAgain(incident: IncidentDetailWire) {
  return useChange<void>(incident, {
    send: (_input, { number }) => triageAgain(number),
    done: () => 'Judged again',
    failed: 'was not judged again',
  });
}

/** The incident that goes on is answered. */
export function useMerge(incident: IncidentDetailWire) {
  const client = useQueryClient();
  return useMutation<IncidentDetailWire, AnswerError, number>({
    mutationFn: (into) => mergeIncident(incident.number, into),
    onSuccess: (answer) => client.setQueryData(incidentKeys.detail(answer.number), answer),
    onSettled: (_answer, _error, into) => {
      void client.invalidateQueries({ queryKey: incidentKeys.one(into) });
      refreshIncident(client, incident.number, [incidentKeys.one(incident.number)]);
    },
  });
}

/** The new incident is answered. */
export function useSplit(incident: IncidentDetailWire) {
  const client = useQueryClient();
  return useMutation<IncidentDetailWire, AnswerError, { eventIds: readonly string[]; key: string }>({
    mutationFn: ({ eventIds, key }) => splitIncident(incident.number, eventIds, key),
    onSettled: () => refreshIncident(client, incident.number, [incidentKeys.one(incident.number)]),
  });
}

export interface Judgement {
  eventId: string;
  title: string;
  verdict: Verdict | null;
}

/** Says what a person thinks of a suspect, shown before the server has answered. */
export function useJudge(number: number, me: string) {
  const client = useQueryClient();
  const key = incidentKeys.suspects(number);
  return useMutation<SuspectsWire, AnswerError, Judgement, SuspectsWire | undefined>({
    mutationFn: ({ eventId, verdict }) => judgeSuspect(number, eventId, verdict),
    onMutate: async ({ eventId, verdict }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<SuspectsWire>(key);
      if (before) {
        const at = new Date().toISOString();
        client.setQueryData<SuspectsWire>(key, {
          ...before,
          items: before.items.map((item) =>
            item.event.id === eventId
              ? { ...item, verdict, verdictBy: verdict && me, verdictAt: verdict && at }
              : item,
          ),
        });
      }
      return before;
    },
    onSuccess: (answer, { title, verdict }) => {
      client.setQueryData(key, answer);
      announce(
        verdict === null
          ? `Taken back: ${title}`
          : `${verdict === 'confirmed' ? 'Confirmed' : 'Cleared'}: ${title}`,
      );
    },
    onError: (error, { title }, before) => {
      if (before) client.setQueryData(key, before);
      toast({
        tone: 'failed',
        title: 'What you said of the suspect was not kept',
        text: `${title}: ${error.message}`,
      });
    },
    onSettled: (_answer, _error, { eventId }) =>
      refreshIncident(client, number, [incidentKeys.suspectedOf(eventId)]),
  });
}

export function useNote(number: number) {
  const client = useQueryClient();
  return useMutation<IncidentEntryWire, AnswerError, { text: string; key: string }>({
    mutationFn: ({ text, key }) => addNote(number, text, key),
    onSuccess: () => announce('Note added'),
    onSettled: () => client.invalidateQueries({ queryKey: incidentKeys.timeline(number) }),
  });
}
