'use client';

import { RotateCw, SlidersHorizontal } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { SeverityMark } from '@/components/incidents/board/incident-parts';
import { counted, incidentCategoryLabel, severityWord } from '@/components/incidents/board/words';
import { Markdown } from '@/components/markdown/markdown';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { Spinner } from '@/components/ui/spinner';
import type { IncidentDetailWire, TriageWire } from '@/lib/incidents/schemas';
import { useTriageAgain } from './mutations';
import { SignalChart } from './signal-chart';

const CorrectDialog = dynamic(() => import('./correct-dialog').then((module) => module.CorrectDialog), {
  ssr: false,
});

/** What is happening: what triage says of the signals, and how they came. */
export function Happening({ incident }: { incident: IncidentDetailWire }) {
  const { triage, triagePending, judgedByPerson, summary, message, template, mergedInto } = incident;
  const again = useTriageAgain(incident);
  const [correcting, setCorrecting] = useState(false);
  const byPerson = judgedByPerson.includes('summary');
  return (
    <Panel
      title="What is happening"
      actions={
        mergedInto === null && (
          <Allowed scope="incidents:write" place={incident}>
            <div className="flex flex-wrap gap-1" data-print="hide">
              <Button
                size="sm"
                variant="ghost"
                icon={<SlidersHorizontal size={13} aria-hidden />}
                onClick={() => setCorrecting(true)}
                aria-haspopup="dialog"
              >
                Correct
              </Button>
              <Button
                size="sm"
                variant="ghost"
                icon={<RotateCw size={13} aria-hidden />}
                busy={again.isPending}
                onClick={() => again.mutate()}
                data-tip="From the signals that there are now. What a person has set stays."
              >
                Judge again
              </Button>
            </div>
          </Allowed>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {(summary !== '' || message.trim() !== '') && (
          <div className="flex max-w-prose flex-col gap-2 text-md">
            {byPerson ? (
              <Markdown text={summary} />
            ) : (
              summary !== '' && <p className="text-pretty whitespace-pre-line wrap-anywhere">{summary}</p>
            )}
            {message.trim() !== '' && message.trim() !== summary.trim() && (
              <Markdown text={message} className="text-sm text-fg-muted" />
            )}
          </div>
        )}
        {template !== '' && (
          <p
            className="-mt-1 line-clamp-3 rounded border border-line bg-surface-0 px-2.5 py-1.5 font-mono text-xs leading-5 wrap-anywhere text-fg-muted"
            data-tip="The error, with whatever varies taken out"
          >
            {template}
          </p>
        )}
        <SignalChart incident={incident} />
        {triage === null ? (
          <p className="flex items-center gap-2 text-fg-muted">
            {triagePending && <Spinner />}
            {triagePending
              ? 'It is being judged.'
              : 'Nothing was judged yet: triage reads the signals of an incident.'}
          </p>
        ) : (
          <Triage
            triage={triage}
            pending={triagePending}
            judgedByPerson={judgedByPerson}
            incident={incident}
          />
        )}
      </div>
      {correcting && <CorrectDialog incident={incident} onClose={() => setCorrecting(false)} />}
    </Panel>
  );
}

function Triage(props: {
  triage: TriageWire;
  pending: boolean;
  judgedByPerson: readonly string[];
  incident: IncidentDetailWire;
}) {
  const { triage, pending, judgedByPerson, incident } = props;
  const overruled = (['severity', 'category'] as const).filter(
    (name) => judgedByPerson.includes(name) && triage[name] !== incident[name],
  );
  return (
    <>
      <div className="grid gap-x-8 gap-y-4 border-t border-line pt-4 lg:grid-cols-2">
        <section className="min-w-0">
          <h3 className="mb-1.5 text-xs font-semibold">What to do</h3>
          {triage.actions.length === 0 ? (
            <p className="text-fg-muted">Nothing is recommended.</p>
          ) : (
            <ol className="flex list-decimal flex-col gap-1.5 pl-5 marker:text-fg-subtle">
              {triage.actions.map((action, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they never move
                <li key={index} className="text-pretty wrap-anywhere">
                  {inWords(action)}
                </li>
              ))}
            </ol>
          )}
        </section>
        <section className="min-w-0">
          <h3 className="mb-1.5 text-xs font-semibold">What that rests on</h3>
          {triage.evidence.length === 0 ? (
            <p className="text-fg-muted">No signal speaks clearly.</p>
          ) : (
            <ul className="flex flex-col gap-1.5">
              {triage.evidence.map(({ statement, eventIds }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they never move
                <li key={index} className="wrap-anywhere">
                  {statement} <Cited statement={index + 1} ids={eventIds} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <footer className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-t border-line pt-3 text-xs text-fg-muted">
        <Badge tone="strong">{incidentCategoryLabel[triage.category]}</Badge>
        <span className="inline-flex items-center gap-1.5">
          <SeverityMark severity={triage.severity} />
          {severityWord[triage.severity]}
        </span>
        <span>
          judged by{' '}
          {triage.source === 'builtin' ? 'the built-in classifier' : `the model ${triage.model ?? ''}`.trim()}{' '}
          from {counted(triage.signals, 'signal')}, <Time value={triage.at} />
        </span>
        {overruled.length > 0 && <span>A person has set its {overruled.join(' and ')} otherwise.</span>}
        {pending && (
          <span role="status" className="inline-flex items-center gap-1.5">
            <Spinner />
            The model is being asked
          </span>
        )}
        {triage.fallback !== null && (
          <p data-phase="attention" className="w-full text-phase-fg">
            The model’s answer was not used: {triage.fallback}
          </p>
        )}
      </footer>
    </>
  );
}

/** The built-in actions are names, `scale_service`; a model writes sentences. */
const inWords = (action: string) =>
  /^[a-z]+(?:_[a-z]+)+$/.test(action)
    ? action.charAt(0).toUpperCase() +
      action
        .slice(1)
        .replaceAll('_', ' ')
        .replace(/\bdb\b/, 'database')
    : action;

const mostCited = 6;

/** The events that a statement cites, as numbers that lead to them. */
function Cited({ statement, ids }: { statement: number; ids: readonly string[] }) {
  return (
    <span className="inline-flex flex-wrap gap-1 align-baseline">
      {ids.slice(0, mostCited).map((id, index) => (
        <Link
          key={id}
          href={`/events/${encodeURIComponent(id)}`}
          prefetch={false}
          aria-label={`Signal ${index + 1} behind statement ${statement}`}
          className="nums inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs bg-surface-2 px-1 text-2xs text-fg-muted hover:bg-surface-3 hover:text-fg pointer-coarse:h-8 pointer-coarse:min-w-8"
        >
          {index + 1}
        </Link>
      ))}
      {ids.length > mostCited && <span className="text-2xs text-fg-subtle">+{ids.length - mostCited}</span>}
    </span>
  );
}
