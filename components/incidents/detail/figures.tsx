'use client';

import { Pencil } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { originLabel } from '@/components/incidents/board/words';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { IconButton } from '@/components/ui/button';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';

const TimesDialog = dynamic(() => import('./times-dialog').then((module) => module.TimesDialog), {
  ssr: false,
});

/** The figures of an incident, under its head: since when, how soon, how much. */
export function Figures({ incident }: { incident: IncidentDetailWire }) {
  const [editing, setEditing] = useState(false);
  const { startedAt, endedAt, detectedAt, detectedAtOriginal, acknowledgedAt, acknowledgedBy } = incident;
  const {
    timeToAcknowledgeMs,
    timeToResolveMs,
    resolvedBy,
    signalCount,
    lastSignalAt,
    reopened,
    topSuspect: top,
  } = incident;
  const movedDetection = detectedAt !== detectedAtOriginal;
  const edit = incident.mergedInto === null && (
    <Allowed scope="incidents:write" place={incident}>
      <span className="-my-2 flex" data-print="hide">
        <IconButton label="Correct the start and the detection" size="sm" onClick={() => setEditing(true)}>
          <Pencil size={12} aria-hidden />
        </IconButton>
      </span>
    </Allowed>
  );
  return (
    <>
      <dl className="grid grid-cols-2 overflow-hidden rounded-lg border border-line bg-line gap-px sm:grid-cols-3 xl:grid-cols-6">
        <Figure
          term={endedAt === null ? 'Going on for' : 'Lasted'}
          note={
            <>
              since <Time value={startedAt} show="minute" />
              {reopened > 0 && `, reopened ${reopened === 1 ? 'once' : `${reopened} times`}`}
            </>
          }
        >
          {endedAt === null ? (
            <Elapsed since={startedAt} />
          ) : (
            <Duration millis={Date.parse(endedAt) - Date.parse(startedAt)} />
          )}
        </Figure>
        <Figure
          term="Detected"
          action={edit}
          note={
            movedDetection ? (
              <>
                was <Time value={detectedAtOriginal} show="minute" />
              </>
            ) : (
              (incident.rule?.name ?? originLabel[incident.origin])
            )
          }
        >
          <Time value={detectedAt} show="minute" className="font-semibold" />
        </Figure>
        <Figure
          term="Time to acknowledge"
          note={
            acknowledgedAt === null ? (
              'from its detection'
            ) : (
              <>
                by {acknowledgedBy || 'somebody'}, <Time value={acknowledgedAt} />
              </>
            )
          }
        >
          {timeToAcknowledgeMs !== null ? (
            <Duration millis={timeToAcknowledgeMs} />
          ) : endedAt !== null ? (
            <Missing>Nobody did</Missing>
          ) : (
            <Missing>
              Not yet, <Elapsed since={detectedAt} />
            </Missing>
          )}
        </Figure>
        <Figure
          term="Time to resolve"
          note={
            endedAt === null ? (
              'from its start'
            ) : (
              <>
                {resolvedBy ? `by ${resolvedBy}, ` : ''}
                <Time value={endedAt} />
              </>
            )
          }
        >
          {timeToResolveMs === null ? <Missing>Not yet</Missing> : <Duration millis={timeToResolveMs} />}
        </Figure>
        <Figure
          term="Signals"
          note={
            lastSignalAt === null ? (
              'none came in'
            ) : (
              <>
                last <Time value={lastSignalAt} />
              </>
            )
          }
        >
          <span data-signal-count={signalCount}>{signalCount.toLocaleString('en-GB')}</span>
        </Figure>
        <Figure
          term={top?.verdict === 'confirmed' ? 'Caused by' : 'Most suspect'}
          note={
            top === null
              ? 'nothing changed near its start'
              : top.verdict === 'confirmed'
                ? 'confirmed by a person'
                : `score ${Math.round(top.score)} of 100`
          }
        >
          {top === null ? (
            <Missing>Nothing</Missing>
          ) : (
            <a
              href={`#suspect-${top.eventId}`}
              data-tip={top.title}
              className="flex min-w-0 items-center gap-1.5 hover:underline"
            >
              <KindGlyph kind={top.kind} phase={top.phase} size={13} />
              <span className="truncate">{nameOf(top, incident.service)}</span>
            </a>
          )}
        </Figure>
      </dl>
      {editing && <TimesDialog incident={incident} onClose={() => setEditing(false)} />}
    </>
  );
}

function Figure(props: { term: string; note: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col bg-surface-1 px-panel py-2.5">
      <dt className="flex items-center gap-1 text-xs text-fg-subtle">
        {props.term}
        {props.action}
      </dt>
      <dd className="nums mt-0.5 truncate text-md font-semibold print:whitespace-normal">{props.children}</dd>
      <dd className="text-xs text-fg-muted text-pretty wrap-anywhere">{props.note}</dd>
    </div>
  );
}

const Missing = ({ children }: { children: ReactNode }) => (
  <span className="font-normal text-fg-muted">{children}</span>
);

/** What changed, in as few words as tell it apart: of its own service the version is enough. */
function nameOf(top: NonNullable<IncidentDetailWire['topSuspect']>, service: string): string {
  if (top.version === null) return top.title;
  return top.service === service ? `${kindLabel[top.kind]} ${top.version}` : `${top.service} ${top.version}`;
}
