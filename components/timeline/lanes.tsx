'use client';

import { type KeyboardEvent, type MouseEvent, memo, type RefObject, useMemo } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabelMany, kindPaths } from '@/components/glyphs/kinds';
import { phaseLabel, phaseStack } from '@/components/glyphs/phases';
import { formatAbsolute, formatDuration, formatRange } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { LaneGroup, LanesWire } from '@/lib/events/timeline-operations';
import { type EventKind, eventKinds } from '@/lib/events/vocabulary';
import { type PlacedItem, type PlacedLane, placeLane } from './lane-layout';
import styles from './lanes.module.css';
import { ticksOf, zoneOf } from './ticks';
import { usePointerView } from './use-pointer-view';
import type { ViewControl } from './use-view';
import { between, fraction, panned, type View, widthOf, zoomed } from './view';

const percent = (part: number) => `${(part * 100).toFixed(4)}%`;

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

/** A lane grows with how much goes on in it at once. */
function laneHeight({ tracks }: PlacedLane): string {
  return `var(--lane-top) + var(--lane-height) * ${(0.3 + tracks * 0.66).toFixed(2)}`;
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

function LaneName(props: {
  value: string | null;
  count: number;
  groupBy: LaneGroup;
  active: boolean;
  onChoose: (value: string) => void;
}) {
  const { value, count, groupBy, active, onChoose } = props;
  const label = laneLabel(value, groupBy);
  const inner = (
    <>
      {groupBy === 'kind' && isKind(value) && <KindGlyph kind={value} size={13} className="text-fg-muted" />}
      <span className="min-w-0 flex-1 truncate text-left">{label}</span>
      <span className="nums text-2xs text-fg-subtle">{count.toLocaleString('en-GB')}</span>
    </>
  );
  const className =
    'flex min-w-0 items-center gap-1.5 px-3 @max-2xl:pointer-events-auto @max-2xl:h-5 @max-2xl:max-w-full @max-2xl:px-1.5 @max-2xl:text-2xs @max-2xl:text-fg-muted @2xl:flex-1';
  if (value === null) return <span className={cn(className, 'text-fg-subtle')}>{inner}</span>;
  return (
    <button
      type="button"
      className={cn(className, 'hover:bg-surface-2 aria-pressed:bg-accent-bg aria-pressed:text-accent-fg')}
      aria-pressed={active}
      data-tip={active ? `Show other lanes again` : `Only ${label}`}
      onClick={() => onChoose(value)}
    >
      {inner}
    </button>
  );
}

function isKind(value: string | null): value is EventKind {
  return (eventKinds as readonly (string | null)[]).includes(value);
}

function laneLabel(value: string | null, groupBy: LaneGroup): string {
  if (value === null) return groupBy === 'environment' ? 'No environment' : 'None';
  return groupBy === 'kind' && isKind(value) ? kindLabelMany[value] : value;
}

type DrawnLanes = ReadonlyArray<{ lane: LanesWire['lanes'][number]; placed: PlacedLane }>;

/** Everything that stands still on the plane: rendered when the data changes, not on the frames of a gesture. */
const AllLanes = memo(function AllLanes(props: {
  lanes: DrawnLanes;
  selected: string | null;
  timeZone: string;
  pixels: number;
  groupBy: LaneGroup;
}) {
  const { lanes, selected, timeZone, pixels, groupBy } = props;
  const above: string[] = ['0px'];
  return lanes.map(({ lane, placed }) => {
    const top = `calc(${above.join(' + ')})`;
    above.push(laneHeight(placed));
    return (
      <div
        key={lane.key ?? ''}
        className={styles.lane}
        style={{ top, height: `calc(${laneHeight(placed)})` }}
      >
        {placed.items.map((one) =>
          one.item.type === 'event' ? (
            <EventItem
              key={one.item.event.id}
              one={one}
              event={one.item.event}
              selected={one.item.event.id === selected}
              timeZone={timeZone}
              pixels={pixels}
              groupBy={groupBy}
            />
          ) : (
            <ClusterItem
              key={`${one.item.from} ${one.item.count}`}
              one={one}
              cluster={one.item}
              timeZone={timeZone}
            />
          ),
        )}
      </div>
    );
  });
});

type LaneEvent = LanesWire['incidents'][number];
type Cluster = Extract<PlacedItem['item'], { type: 'cluster' }>;

const topOf = (track: number) =>
  `calc(var(--lane-top) + var(--lane-height) * ${(0.19 + track * 0.66).toFixed(2)})`;

function EventItem(props: {
  one: PlacedItem;
  event: LaneEvent;
  selected: boolean;
  timeZone: string;
  pixels: number;
  groupBy: LaneGroup;
}) {
  const { one, event, selected, timeZone, pixels, groupBy } = props;
  const wide = one.width * pixels;
  const room = one.room * pixels;
  const bar = wide >= 5 && (event.phase !== 'planned' || wide >= 17);
  const label = event.version ?? (groupBy === 'service' ? event.title : `${event.service} ${event.title}`);
  return (
    <a
      href={`/events/${event.id}`}
      tabIndex={-1}
      data-event={event.id}
      data-phase={event.phase}
      data-selected={selected || undefined}
      data-tip={tipOf(event, timeZone)}
      className={cn(
        styles.item,
        bar ? styles.bar : styles.marker,
        bar && wide < 17 && styles.thin,
        bar && event.phase === 'planned' && styles.planned,
        bar && event.until === null && event.phase !== 'planned' && styles.open,
        one.cut && styles.cut,
        one.crowded && styles.crowded,
      )}
      style={{
        left: percent(one.left),
        top: topOf(one.track),
        ...(bar
          ? { width: percent(one.width) }
          : { ['--room' as string]: `${Math.max(0, room - 26).toFixed(0)}px` }),
      }}
    >
      {!one.crowded && (!bar || wide >= 17) && (
        <svg className={styles.glyph} viewBox="0 0 16 16" aria-hidden>
          <use href={`#kind-${event.kind}`} />
        </svg>
      )}
      {!one.crowded && (bar ? wide >= 52 : room >= 64 && event.version !== null) && (
        <span className={styles.label}>{label}</span>
      )}
    </a>
  );
}

function ClusterItem({ one, cluster, timeZone }: { one: PlacedItem; cluster: Cluster; timeZone: string }) {
  const from = Date.parse(cluster.from);
  const to = Date.parse(cluster.to);
  const parts = phaseStack
    .flatMap((phase) => (cluster.counts[phase] ? [{ phase, n: cluster.counts[phase] }] : []))
    .reverse();
  let sum = 0;
  const stops = parts.map(({ phase, n }) => {
    const begin = (sum / cluster.count) * 100;
    sum += n;
    return `var(--${phase}-solid) ${begin.toFixed(1)}% ${((sum / cluster.count) * 100).toFixed(1)}%`;
  });
  const words = parts.map(({ phase, n }) => `${n} ${phaseLabel[phase].toLowerCase()}`).join(', ');
  return (
    <button
      type="button"
      tabIndex={-1}
      data-cluster={`${from} ${to}`}
      data-tip={`${cluster.count.toLocaleString('en-GB')} events: ${words}\n${formatRange(from, to, timeZone)}\nPress to look closer`}
      className={cn(styles.item, styles.cluster)}
      style={{
        left: percent(one.left),
        width: `calc(${percent(one.width)} - 2px)`,
        top: topOf(one.track),
        backgroundImage: `linear-gradient(to right, ${stops.join(', ')})`,
      }}
    >
      +{short(cluster.count)}
    </button>
  );
}

function short(count: number): string {
  if (count < 1_000) return String(count);
  return count < 9_950 ? `${(count / 1_000).toFixed(1)}k` : `${Math.round(count / 1_000)}k`;
}

function tipOf(event: LaneEvent, timeZone: string): string {
  const where = [event.service, event.environment, event.version].filter(Boolean).join(' · ');
  const took =
    event.until !== null && event.until !== event.at
      ? `, ${formatDuration(Date.parse(event.until) - Date.parse(event.at))}`
      : '';
  const going = event.until === null && event.phase !== 'planned' ? ', going on' : '';
  return `${event.title}\n${where}\n${phaseLabel[event.phase]}: ${formatAbsolute(event.at, timeZone)}${took}${going}`;
}

/** Incidents behind everything. */
const Bands = memo(function Bands({
  incidents,
  drawn,
  now,
}: {
  incidents: readonly LaneEvent[];
  drawn: View;
  now: number;
}) {
  return incidents.map((incident) => {
    const from = Math.max(drawn.from, Date.parse(incident.at));
    const to = Math.min(drawn.to, incident.until === null ? Math.max(now, from) : Date.parse(incident.until));
    return (
      <span
        key={incident.id}
        className={cn(styles.band, incident.until === null && styles.openBand)}
        style={{
          left: percent(fraction(drawn, from)),
          width: percent(Math.max(0, (to - from) / widthOf(drawn))),
        }}
      />
    );
  });
});

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

/** The eight shapes, once for all items. */
const KindSymbols = memo(function KindSymbols() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden>
      <title>Shapes of the kinds</title>
      <defs>
        {eventKinds.map((kind) => (
          <path
            key={kind}
            id={`kind-${kind}`}
            d={kindPaths[kind]}
            fillRule="evenodd"
            strokeLinejoin="round"
          />
        ))}
      </defs>
    </svg>
  );
});
