import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, ifMatch } from '@/lib/http/client';
import type { RulesWire } from './rule-operations';
import type { ReplayWire, RuleDraft, RulePatch, RuleWire } from './rule-schemas';

/** What pages ask about detection rules: one key and one request for each question. Client-safe. */

export const ruleKeys = {
  all: ['detection-rules'] as const,
  list: ['detection-rules', 'list'] as const,
  one: (id: number) => ['detection-rules', 'one', id] as const,
  replay: (id: number | null, body: string) => ['detection-rules', 'replay', id, body] as const,
};

const root = '/api/v2/detection-rules';

/** All rules, in the order in which they are tried. */
export const ruleListOptions = () =>
  queryOptions({
    queryKey: ruleKeys.list,
    queryFn: ({ signal }) => ask<RulesWire>(root, { signal }),
  });

/** One rule. */
export const ruleOptions = (id: number) =>
  queryOptions({
    queryKey: ruleKeys.one(id),
    queryFn: ({ signal }) => ask<RuleWire>(`${root}/${id}`, { signal }),
  });

/** What the lab is asked: a rule that need not be saved, or changes to a saved one, over so many days. */
export type ReplayQuestion =
  | { id: number; patch: RulePatch; days: number }
  | { rule: RuleDraft; days: number };

/** What a rule would have done. Asked once: the past does not change while one looks at it. */
export const replayOptions = (question: ReplayQuestion | null) => {
  const id = question && 'id' in question ? question.id : null;
  const body = question && 'id' in question ? { patch: question.patch, days: question.days } : question;
  return queryOptions({
    queryKey: ruleKeys.replay(id, JSON.stringify(body)),
    enabled: question !== null,
    staleTime: 60_000,
    retry: false,
    queryFn: ({ signal }) =>
      ask<ReplayWire>(id === null ? `${root}/replay` : `${root}/${id}/replay`, {
        method: 'POST',
        body,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
};

export const createRule = (draft: Partial<RuleDraft>) => ask<RuleWire>(root, { method: 'POST', body: draft });

/** Changes a rule if nobody else was faster; 412 otherwise. */
export const patchRule = (id: number, revision: number, patch: RulePatch) =>
  ask<RuleWire>(`${root}/${id}`, { method: 'PATCH', body: patch, headers: ifMatch(revision) });

/** Deletes a rule if nobody has changed it; 412 otherwise. */
export const deleteRule = (id: number, revision: number) =>
  ask<null>(`${root}/${id}`, { method: 'DELETE', headers: ifMatch(revision) });
