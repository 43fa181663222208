import { z } from 'zod';
import { incidentCategories } from '../vocabulary';
import { NoAnswer } from './ask-model';
import { categoryFacts } from './categories';
import type { Judgement } from './classify';
import { mask } from './mask';
import { knownActions } from './prompt';
import { oneLine } from './texts';

const statement = z.object({
  statement: z.string().min(1).max(4000),
  eventIds: z.array(z.string().max(100)).max(100),
});

/** What a model must answer. What else it says is not read. */
const answer = z.object({
  category: z.string().max(200),
  severity: z.string().max(20),
  summary: statement,
  actions: z.array(z.string().max(200)).max(50).default([]),
  evidence: z.array(z.unknown()).max(50).default([]),
});

const severities = ['P1', 'P2', 'P3'] as const;
const maxEvidence = 4;

/**
 * Makes a judgement of what a model answered, or throws {@link NoAnswer} saying why it cannot be used. A statement counts only if it cites
 * events, and only events that the model was shown; an action only if it is one of ours. What remains of the built-in judgement is what
 * the model left out: its actions, and its summary if the model's rests on nothing.
 *
 * @param citable the ids of the events that the model was shown
 */
export function readAnswer(
  content: string,
  { citable, builtin, model }: { citable: ReadonlySet<string>; builtin: Judgement; model: string },
): Judgement {
  const parsed = answer.safeParse(json(content));
  if (!parsed.success) throw new NoAnswer('The model’s answer is not of the form that was asked for.');
  const { data } = parsed;
  const category = incidentCategories.find((known) => known === data.category);
  if (!category) throw new NoAnswer('The model named a category that does not exist.');
  const severity = severities.find((known) => known === data.severity);
  if (!severity) throw new NoAnswer('The model named a severity that does not exist.');

  const evidence = data.evidence
    .flatMap((said) => {
      const read = statement.safeParse(said);
      return read.success && rests(read.data, citable) ? [shownStatement(read.data)] : [];
    })
    .slice(0, maxEvidence);
  const summarised = rests(data.summary, citable);
  if (evidence.length === 0 && !summarised)
    throw new NoAnswer('Nothing that the model said cites events of this incident.');
  const actions = [...new Set(data.actions)].filter((action) => knownActions.includes(action)).slice(0, 6);
  return {
    source: 'model',
    model,
    category,
    severity,
    summary: summarised ? said(data.summary.statement, 1000) : builtin.summary,
    actions: actions.length > 0 ? actions : [...categoryFacts[category].actions],
    evidence: evidence.length > 0 ? evidence : [shownStatement(data.summary)],
    signals: builtin.signals,
    fallback: null,
  };
}

type Statement = z.output<typeof statement>;

const rests = ({ statement: text, eventIds }: Statement, citable: ReadonlySet<string>) =>
  text.trim() !== '' && eventIds.length > 0 && eventIds.every((id) => citable.has(id));

const shownStatement = ({ statement: text, eventIds }: Statement) => ({
  statement: said(text, 400),
  eventIds: [...new Set(eventIds)].slice(0, 10),
});

/** A model may put together what was masked apart, or make something up that looks like a secret. */
const said = (text: string, max: number) => oneLine(mask(text.slice(0, 4000)), max);

/** The object, also from within a fence of Markdown, as models like to send it. */
function json(content: string): unknown {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(content);
  try {
    return JSON.parse(fenced?.[1] ?? content);
  } catch {
    throw new NoAnswer('The model’s answer is not JSON.');
  }
}
