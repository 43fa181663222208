'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Split } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { incidentHref } from '@/components/frame/navigation';
import { randomKey } from '@/components/frame/random-key';
import { useUrlValues } from '@/components/frame/use-url-state';
import { counted } from '@/components/incidents/board/words';
import { useIncidentRights } from '@/components/incidents/rights';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import type { EventWire } from '@/lib/events/schemas';
import { incidentEventsOptions } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { type SignalLevel, signalLevels } from '@/lib/incidents/vocabulary';
import { eventsQuery } from './detail-url';
import { levelColour, levelLabel } from './levels';
import { useSplit } from './mutations';

/** The signals that belong to it, newest first, by level; some of them can be made an incident of their own. */
export function Signals({ incident }: { incident: IncidentDetailWire }) {
  const { number, signalCount, mergedInto } = incident;
  const { permission } = useIncidentRights(incident);
  const [said, setLevels] = useUrlValues('level', true);
  const levels = signalLevels.filter((level) => said.includes(level));
  const list = useInfiniteQuery(incidentEventsOptions(number, eventsQuery(levels)));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const pages = list.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const counts = pages[0]?.levels ?? [];
  const known = counts.reduce((sum, { count }) => sum + count, 0);
  const fresh = pages.length > 1 ? signalCount - known : 0;
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const toggle = (level: SignalLevel) =>
    setLevels(levels.includes(level) ? levels.filter((one) => one !== level) : [...levels, level]);

  return (
    <Panel
      title="Signals"
      description={counted(signalCount, 'signal')}
      padded={false}
      actions={
        (counts.length > 1 || levels.length > 0) && (
          <fieldset aria-label="Level" className="flex flex-wrap gap-1" data-print="hide">
            {signalLevels
              .filter((level) => levels.includes(level) || counts.some((one) => one.level === level))
              .map((level) => (
                <button
                  key={level}
                  type="button"
                  aria-pressed={levels.includes(level)}
                  onClick={() => toggle(level)}
                  className="inline-flex h-control-sm items-center gap-1.5 rounded border border-line px-2 text-xs text-fg-muted hover:bg-surface-2 aria-pressed:border-accent-border aria-pressed:bg-accent-bg aria-pressed:text-accent-fg"
                >
                  <span
                    aria-hidden
                    className="size-2 rounded-xs"
                    style={{ background: levelColour[level] }}
                  />
                  {levelLabel[level]}
                  <span className="nums text-fg-subtle">
                    {(counts.find((one) => one.level === level)?.count ?? 0).toLocaleString('en-GB')}
                  </span>
                </button>
              ))}
          </fieldset>
        )
      }
    >
      {chosen.size > 0 && (
        <SplitBar incident={incident} ids={[...chosen]} onClear={() => setChosen(new Set())} />
      )}
      {fresh > 0 && (
        <div className="flex justify-center border-b border-line py-1.5" data-print="hide">
          <Button size="sm" busy={list.isRefetching} onClick={() => list.refetch()}>
            {fresh.toLocaleString('en-GB')} new
          </Button>
        </div>
      )}
      {list.isPending ? (
        <SkeletonRows rows={6} label="Loading the signals" />
      ) : list.isError && items.length === 0 ? (
        <ErrorState
          compact
          title="The signals could not be read"
          text="The incident itself is complete."
          detail={list.error.message}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
          className="mx-0"
        />
      ) : items.length === 0 ? (
        <p className="p-panel text-fg-muted">
          {levels.length > 0
            ? 'No signal of this level belongs to it.'
            : mergedInto !== null
              ? 'Its signals went over to the incident that it was merged into.'
              : 'No signal belongs to it. It was reported; error signals of its service that a rule counts would make an incident of their own.'}
        </p>
      ) : (
        <section
          aria-label="List of signals"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-128 overflow-y-auto print:max-h-none"
        >
          <ul aria-label="Signals">
            {items.map((event) => (
              <SignalRow
                key={event.id}
                event={event}
                chosen={chosen.has(event.id)}
                onChoose={mergedInto === null && permission.allowed && signalCount > 1 ? choose : null}
              />
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="p-2" data-print="hide">
              <Button
                size="sm"
                variant="ghost"
                className="w-full"
                busy={list.isFetchingNextPage}
                onClick={() => list.fetchNextPage()}
              >
                Show more
              </Button>
            </div>
          )}
        </section>
      )}
    </Panel>
  );
}

function SignalRow(props: {
  event: EventWire;
  chosen: boolean;
  onChoose: ((id: string, on: boolean) => void) | null;
}) {
  const { event, chosen, onChoose } = props;
  const level = signalLevels.find((one) => one === event.level) ?? 'error';
  const words = event.message.trim() || event.title;
  return (
    <li
      className={cn(
        'relative flex items-start gap-2.5 border-b border-line px-panel py-1.5 last:border-b-0 hover:bg-surface-2',
        chosen && 'bg-accent-bg hover:bg-accent-bg',
      )}
    >
      {onChoose && (
        <span className="relative z-1 mt-0.5 flex pointer-coarse:-m-2.5 pointer-coarse:p-3" data-print="hide">
          <Checkbox
            checked={chosen}
            aria-label={`Choose ${words.slice(0, 80)}`}
            onChange={(change) => onChoose(event.id, change.target.checked)}
          />
        </span>
      )}
      <span
        role="img"
        aria-label={levelLabel[level]}
        data-tip={levelLabel[level]}
        className="mt-1.5 size-2 shrink-0 rounded-xs"
        style={{ background: levelColour[level] }}
      />
      <a
        href={`/events/${encodeURIComponent(event.id)}`}
        className="line-clamp-2 min-w-0 flex-1 sm:line-clamp-1 font-mono text-xs leading-5 outline-none wrap-anywhere after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus) print:line-clamp-none"
      >
        {words}
      </a>
      <Time
        value={event.at}
        show="seconds"
        focusable={false}
        className="shrink-0 text-xs leading-5 text-fg-muted"
      />
    </li>
  );
}

/** What can be done with the signals that were chosen. */
function SplitBar(props: { incident: IncidentDetailWire; ids: readonly string[]; onClear: () => void }) {
  const { incident, ids, onClear } = props;
  const router = useRouter();
  const split = useSplit(incident);
  const [key, setKey] = useState(randomKey);
  const all = ids.length >= incident.signalCount;
  const send = () =>
    split.mutate(
      { eventIds: ids, key },
      {
        onSuccess: (made) => {
          onClear();
          announce(`Incident ${made.number} was made of ${counted(ids.length, 'signal')}`);
          toast({
            title: `Incident ${made.number} was made`,
            text: `${counted(ids.length, 'signal')} went over to it.`,
            action: { label: 'Open it', run: () => router.push(incidentHref(made.number)) },
          });
        },
        onError: (error) => {
          setKey(randomKey());
          toast({ tone: 'failed', title: 'It was not split', text: `${error.message} Nothing was changed.` });
        },
      },
    );
  return (
    <div
      className="sticky top-bar z-2 flex flex-wrap items-center gap-2 border-b border-line bg-surface-2 px-panel py-2"
      data-print="hide"
    >
      <p className="min-w-0 flex-1 basis-40" role="status">
        {counted(ids.length, 'signal')} chosen
        {all && <span className="text-fg-muted">: one at least has to stay</span>}
      </p>
      <Button
        size="sm"
        icon={<Split size={13} aria-hidden />}
        busy={split.isPending}
        disabled={all}
        onClick={send}
      >
        Make an incident of its own
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Cancel
      </Button>
    </div>
  );
}
