'use client';

import { type KeyboardEvent, type MouseEvent, type RefObject, useMemo } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { formatDuration, formatRange } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { LaneGroup, LanesWire } from '@/lib/events/timeline-operations';
import { AllLanes, Bands, KindSymbols, laneHeight } from './lane-items';
import { placeLane } from './lane-layout';
import { LaneName } from './lane-name';
import styles from './lanes.module.css';
import { ticksOf, zoneOf } from './ticks';
import { usePointerView } from './use-pointer-view';
import type { ViewControl } from './use-view';
import { between, fraction, panned, percent, type View, widthOf, zoomed } from './view';

type LanesProps = {
  data: LanesWire;
  groupBy: LaneGroup;
  control: ViewControl;
  /** About how wide the drawing is, in pixels. */
  pixels: number;
  area: RefObject<HTMLElement | null>;
  selected: string | null;
  /** Values of the lanes' own filter that are active. */
  chosen: readonly string[];
  onOpen: (id: string) => void;
  onChoose: (value: string) => void;
};

/**
 * Events over time in lanes. The same events follow as a list, which is what a screen reader and the Tab key find; the drawing
 * itself takes the focus once, for zooming and panning by keyboard.
 */
export function Lanes(props: LanesProps) {
  const { data, groupBy, control, pixels, area, selected, chosen, onOpen, onChoose } = props;
  const { view, now, preview, commit, reset } = control;
  const { timeZone } = useTimeZone();
  const marked = usePointerView(area, control);
  const drawn = useMemo(() => ({ from: Date.parse(data.from), to: Date.parse(data.to) }), [data]);
  const ticks = useMemo(
    () => ticksOf(view, timeZone, Math.max(3, Math.floor(pixels / 110))),
    [view, timeZone, pixels],
  );

  // What goes on grows by itself, a few pixels at a time.
  const coarse = Math.max(1_000, Math.floor(widthOf(drawn) / 400));
  const growing = Math.floor(now / coarse) * coarse;
  const lanes = useMemo(
    () => data.lanes.map((lane) => ({ lane, placed: placeLane(lane.items, drawn, growing, pixels) })),
    [data, drawn, growing, pixels],
  );

  const plane = { left: percent(fraction(view, drawn.from)), width: percent(widthOf(drawn) / widthOf(view)) };
  const press = (event: KeyboardEvent) => {
    const next = keyView(event.key, view, now);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === 'reset') reset();
    else preview(next);
  };
  const click = (event: MouseEvent) => {
    const found = (event.target as Element).closest<HTMLElement>('[data-event],[data-cluster]');
    if (!found) return;
    if (found.dataset.event) {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      onOpen(found.dataset.event);
    } else {
      const [from, to] = (found.dataset.cluster ?? '').split(' ').map(Number) as [number, number];
      commit(between(from, Math.max(to, from + 1_000), 0.15));
    }
  };

  return (
    <div className={cn(styles.lanes, 'grid grid-cols-[minmax(0,1fr)] @2xl:grid-cols-[11rem_minmax(0,1fr)]')}>
      <KindSymbols />
      <div
        className="hidden h-6 items-center border-b border-line px-3 text-2xs text-fg-subtle @2xl:flex"
        aria-hidden
      >
        {zoneOf(view.from, timeZone)}
      </div>
      <div className="relative h-6 overflow-clip border-b border-line select-none" aria-hidden>
        {ticks.map((tick) => (
          <span
            key={tick.at}
            className={cn(
              'nums absolute bottom-0 flex h-6 items-center overflow-hidden border-l pl-1 text-2xs whitespace-nowrap',
              tick.strong ? 'border-line-strong font-medium text-fg-muted' : 'border-line text-fg-subtle',
            )}
            style={{
              left: percent(fraction(view, tick.at)),
              // The tag that says now stands right of its line; a label before it ends there.
              ...(tick.at < now ? { maxWidth: percent(fraction(view, now) - fraction(view, tick.at)) } : {}),
            }}
          >
            {tick.label}
          </span>
        ))}
        {now > view.from && now < view.to && (
          <span
            className="nums absolute top-1 z-2 rounded-r-xs bg-accent px-1 text-2xs leading-4 font-medium text-accent-on"
            style={{ left: percent(fraction(view, now)) }}
          >
            now
          </span>
        )}
      </div>
      <div className="relative @2xl:col-span-2 @2xl:grid @2xl:grid-cols-subgrid">
        <ul
          aria-label="Lanes"
          className="@max-2xl:pointer-events-none @max-2xl:absolute @max-2xl:inset-0 @max-2xl:z-1"
        >
          {lanes.map(({ lane, placed }) => (
            <li
              key={lane.key ?? ''}
              className="flex border-b border-line @max-2xl:items-start @max-2xl:border-transparent @2xl:border-r"
              style={{ height: `calc(${laneHeight(placed)})` }}
            >
              <LaneName
                value={lane.key}
                count={lane.count}
                groupBy={groupBy}
                active={lane.key !== null && chosen.includes(lane.key)}
                onChoose={onChoose}
              />
            </li>
          ))}
        </ul>
        <section
          ref={area}
          aria-label="Drawing of the lanes. Plus and minus zoom, arrow keys pan, 0 shows the whole range. The events follow as a list."
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing takes the focus once; its events follow as a list
          tabIndex={0}
          onKeyDown={press}
          onClick={click}
          onDragStart={(event) => event.preventDefault()}
          className="relative cursor-grab touch-pan-y overflow-clip data-dragging:cursor-grabbing"
          style={{ height: `calc(${lanes.map(({ placed }) => laneHeight(placed)).join(' + ') || '0px'})` }}
          data-lanes
        >
          {ticks.map((tick) => (
            <span
              key={tick.at}
              aria-hidden
              className={cn(styles.rule, tick.strong && styles.strongRule)}
              style={{ left: percent(fraction(view, tick.at)) }}
            />
          ))}
          {now < view.to && (
            <span
              aria-hidden
              className={styles.ahead}
              style={{ left: percent(Math.max(0, fraction(view, now))) }}
            />
          )}
          <div className={styles.plane} style={plane} aria-hidden>
            <Bands incidents={data.incidents} drawn={drawn} now={growing} />
            <AllLanes
              lanes={lanes}
              selected={selected}
              timeZone={timeZone}
              pixels={pixels}
              groupBy={groupBy}
              locks={data.locks}
              drawn={drawn}
              now={growing}
            />
          </div>
          {now > view.from && now < view.to && (
            <span aria-hidden className={styles.now} style={{ left: percent(fraction(view, now)) }} />
          )}
          {marked && <MarkedStretch marked={marked} view={view} timeZone={timeZone} />}
        </section>
      </div>
    </div>
  );
}

function keyView(key: string, view: View, now: number): View | 'reset' | null {
  const middle = now > view.from && now < view.to ? now : (view.from + view.to) / 2;
  switch (key) {
    case '+':
    case '=':
      return zoomed(view, middle, 0.7);
    case '-':
    case '_':
      return zoomed(view, middle, 1 / 0.7);
    case 'ArrowLeft':
      return panned(view, -0.1);
    case 'ArrowRight':
      return panned(view, 0.1);
    case '0':
      return 'reset';
    default:
      return null;
  }
}

function MarkedStretch({
  marked,
  view,
  timeZone,
}: {
  marked: { from: number; to: number };
  view: View;
  timeZone: string;
}) {
  const from = Math.min(marked.from, marked.to);
  const to = Math.max(marked.from, marked.to);
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute inset-y-0 z-3 border-x border-accent bg-accent/12"
      style={{ left: percent(fraction(view, from)), width: percent((to - from) / widthOf(view)) }}
    >
      <span className="nums absolute top-1 left-1 rounded-xs bg-surface-1 px-1 text-2xs whitespace-nowrap">
        {formatRange(from, to, timeZone)}, {formatDuration(to - from)}
      </span>
    </span>
  );
}
