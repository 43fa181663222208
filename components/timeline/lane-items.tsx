'use client';

import { memo } from 'react';
import { kindPaths } from '@/components/glyphs/kinds';
import { phaseLabel, phaseStack } from '@/components/glyphs/phases';
import { formatAbsolute, formatDuration, formatRange } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { LaneGroup, LanesWire } from '@/lib/events/timeline-operations';
import { eventKinds } from '@/lib/events/vocabulary';
import type { PlacedItem, PlacedLane } from './lane-layout';
import { isWide, laneOf } from './lane-locks';
import styles from './lanes.module.css';
import { LockRules } from './lock-rules';
import { fraction, percent, type View, widthOf } from './view';

/** A lane grows with how much goes on in it at once. */
export function laneHeight({ tracks }: PlacedLane): string {
  return `var(--lane-top) + var(--lane-height) * ${(0.3 + tracks * 0.66).toFixed(2)}`;
}

type DrawnLanes = ReadonlyArray<{ lane: LanesWire['lanes'][number]; placed: PlacedLane }>;

/** Everything that stands still on the plane: rendered when the data changes, not on the frames of a gesture. */
export const AllLanes = memo(function AllLanes(props: {
  lanes: DrawnLanes;
  selected: string | null;
  timeZone: string;
  pixels: number;
  groupBy: LaneGroup;
  locks: LanesWire['locks'];
  drawn: View;
  now: number;
}) {
  const { lanes, selected, timeZone, pixels, groupBy, locks, drawn, now } = props;
  const above: string[] = ['0px'];
  const wide = locks.filter((lock) => isWide(lock, groupBy));
  const narrow = locks.filter((lock) => !isWide(lock, groupBy));
  const inLanes = lanes.map(({ lane, placed }) => {
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
        {lane.key !== null && (
          <LockRules
            locks={narrow.filter((lock) => laneOf(lock, groupBy) === lane.key)}
            drawn={drawn}
            now={now}
            timeZone={timeZone}
          />
        )}
      </div>
    );
  });
  return (
    <>
      {inLanes}
      <LockRules locks={wide} drawn={drawn} now={now} timeZone={timeZone} wide />
    </>
  );
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
export const Bands = memo(function Bands({
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

/** The eight shapes, once for all items. */
export const KindSymbols = memo(function KindSymbols() {
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
