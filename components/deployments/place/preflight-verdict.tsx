'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, OctagonX, TriangleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { type SubmitEvent, useState } from 'react';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { preflightOptions } from '@/lib/preflight/queries';
import type { PreflightReasonWire, PreflightWire } from '@/lib/preflight/schemas';
import type { Verdict } from '@/lib/preflight/vocabulary';
import type { Place } from '../deployments-url';
import { counted } from '../words';

const looks: Record<Verdict, { phase: string; word: string; icon: typeof CircleCheck }> = {
  allow: { phase: 'succeeded', word: 'Yes, go ahead', icon: CircleCheck },
  warn: { phase: 'attention', word: 'Yes, with care', icon: TriangleAlert },
  block: { phase: 'failed', word: 'Not now', icon: OctagonX },
};

/** Whether this may be deployed now, and why not: rules, locks, windows, incidents and plans in one verdict. */
export function PreflightVerdict({ place, suggested }: { place: Place; suggested: string | null }) {
  const [version, setVersion] = useState(suggested ?? '');
  const [typed, setTyped] = useState(version);
  const answer = useQuery(preflightOptions({ ...place, ...(version ? { version } : {}) }));
  const ask = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (typed.trim() === version) void answer.refetch();
    else setVersion(typed.trim());
  };
  return (
    <div className="flex flex-col gap-3">
      <form onSubmit={ask} className="flex items-center gap-2" data-print="hide">
        <Input
          aria-label="Version to deploy"
          placeholder="Any version"
          value={typed}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          className="font-mono"
        />
        <Button type="submit" busy={answer.isFetching}>
          Ask
        </Button>
      </form>
      {answer.isPending ? (
        <div role="status" className="flex flex-col gap-2">
          <span className="sr-only">Asking</span>
          <Skeleton width="9rem" height="1.25rem" />
          <Skeleton width="70%" />
        </div>
      ) : answer.isError && !answer.data ? (
        <div role="alert">
          <p>The verdict could not be read. Do not take silence for a yes: ask again.</p>
          <p className="mt-1 font-mono text-xs text-fg-subtle wrap-anywhere">{answer.error.message}</p>
        </div>
      ) : (
        <Told verdict={answer.data} version={version} />
      )}
    </div>
  );
}

function Told({
  verdict: { verdict, reasons, rules, checkedAt },
  version,
}: {
  verdict: PreflightWire;
  version: string;
}) {
  const { phase, word, icon: Icon } = looks[verdict];
  const judged = rules.filter(({ outcome }) => outcome !== 'not_applicable').length;
  return (
    <div aria-live="polite" className="flex flex-col gap-2">
      <p
        data-phase={phase}
        data-verdict={verdict}
        className="flex items-center gap-1.5 font-semibold text-phase-fg"
      >
        <Icon size={16} aria-hidden />
        {word}
      </p>
      {reasons.length > 0 && (
        <ul className="flex flex-col gap-2">
          {reasons.map((reason) => (
            <Reason key={`${reason.code} ${reason.rule?.id ?? ''} ${reason.message}`} reason={reason} />
          ))}
        </ul>
      )}
      <p className="text-xs text-fg-subtle">
        {reasons.length === 0 && 'No lock, window, incident or plan stands in the way. '}
        {judged === 0 ? 'No rule applies' : `${counted(judged, 'rule')} looked at`}
        {version === '' && rules.length > 0 ? '; order, soak and approvals need a version' : ''}. Asked{' '}
        <Time value={checkedAt} focusable={false} />.
      </p>
    </div>
  );
}

function Reason({ reason }: { reason: PreflightReasonWire }) {
  const { effect, rule, message, retryAt, link } = reason;
  return (
    <li
      data-phase={effect === 'block' ? 'failed' : 'attention'}
      className="rounded border border-line border-l-2 border-l-(--phase-solid) px-2.5 py-1.5"
    >
      <p className="wrap-anywhere">{message}</p>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-fg-subtle">
        <span className="text-phase-fg">{effect === 'block' ? 'blocks' : 'warns'}</span>
        {rule && (
          <span>
            rule {rule.name}
            {rule.mode === 'report_only' && ', which only reports'}
          </span>
        )}
        {retryAt && (
          <span>
            gone <Time value={retryAt} focusable={false} />
          </span>
        )}
        {link && (
          <Link
            href={link as Route}
            prefetch={false}
            className="rounded-xs text-accent-fg underline-offset-2 hover:underline"
          >
            Show it
          </Link>
        )}
      </p>
    </li>
  );
}
