'use client';

import { memo, type PointerEvent as ReactPointerEvent, useMemo, useRef, useState } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { phaseColour, phaseStack } from '@/components/glyphs/phases';
import { formatAbsolute, formatRange } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { HistogramWire } from '@/lib/events/timeline-operations';
import styles from './lanes.module.css';
import { ticksOf } from './ticks';
import type { ViewControl } from './use-view';
import { between, fraction, momentAt, narrowest, percent, type View, widthOf } from './view';

/** The whole range as bars by phase, and the brush that chooses what is looked at closely. */
export function Histogram({ data, control }: { data: HistogramWire | undefined; control: ViewControl }) {
  const { range, view, narrowed, now, commit, preview, reset } = control;
  const { timeZone } = useTimeZone();
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const ticks = useMemo(() => ticksOf(range, timeZone, 7), [range, timeZone]);
  const shown = narrowed ? view : range;
  const left = Math.max(0, Math.min(1, fraction(range, shown.from)));
  const right = Math.max(0, Math.min(1, fraction(range, shown.to)));

  const placeOf = (clientX: number) => {
    const box = area.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(1, (clientX - box.left) / Math.max(1, box.width))) : 0;
  };
  const at = (event: ReactPointerEvent) => momentAt(range, placeOf(event.clientX));

  const down = (event: ReactPointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const edge = (event.target as HTMLElement).dataset.handle;
    const grip = (event.target as HTMLElement).dataset.grip;
    event.currentTarget.setPointerCapture(event.pointerId);
    const start = at(event);
    setDrag({
      kind: edge === 'from' || edge === 'to' ? edge : grip ? 'move' : 'new',
      start,
      view: shown,
      moved: false,
    });
  };
  const move = (event: ReactPointerEvent) => {
    setHover(placeOf(event.clientX));
    if (!drag) return;
    const moment = at(event);
    if (!drag.moved && Math.abs(fraction(range, moment) - fraction(range, drag.start)) < 0.004) return;
    if (!drag.moved) setDrag({ ...drag, moved: true });
    preview(draggedTo(drag, moment, range));
  };
  const up = (event: ReactPointerEvent) => {
    if (!drag) return;
    setDrag(null);
    if (drag.moved) commit(draggedTo(drag, at(event), range));
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its two handles do the same by keyboard
    <div
      ref={area}
      className="relative h-16 cursor-crosshair touch-pan-y select-none"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => setHover(null)}
      onDoubleClick={reset}
      data-brush
    >
      {ticks.map((tick) => (
        <span key={tick.at} aria-hidden>
          <span
            className={cn(styles.rule, tick.strong && styles.strongRule)}
            style={{ left: percent(fraction(range, tick.at)) }}
          />
          <span
            className={cn(
              'nums pointer-events-none absolute top-0 pl-1 text-2xs whitespace-nowrap',
              tick.strong ? 'text-fg-muted' : 'text-fg-subtle',
            )}
            style={{ left: percent(fraction(range, tick.at)) }}
          >
            {fraction(range, tick.at) < 0.95 && tick.label}
          </span>
        </span>
      ))}
      {data && <Bars data={data} range={range} />}
      {now > range.from && now < range.to && (
        <span aria-hidden className={styles.now} style={{ left: percent(fraction(range, now)) }} />
      )}
      {hover !== null && !drag && (
        <span
          aria-hidden
          className="nums pointer-events-none absolute bottom-0 z-3 rounded-t-xs bg-surface-3 px-1 text-2xs text-fg"
          style={{
            left: percent(hover),
            transform: `translateX(${hover > 0.9 ? '-100%' : hover < 0.1 ? '0' : '-50%'})`,
          }}
        >
          {formatAbsolute(
            momentAt(range, hover),
            timeZone,
            widthOf(range) < 2 * 86_400_000 ? 'time' : 'minute',
          )}
        </span>
      )}
      {narrowed && (
        <>
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-0 bg-surface-0/65"
            style={{ width: percent(left) }}
          />
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-0 bg-surface-0/65"
            style={{ width: percent(1 - right) }}
          />
          <span
            data-grip="true"
            className="absolute inset-y-0 cursor-grab border-x border-accent bg-accent/8 active:cursor-grabbing"
            style={{ left: percent(left), width: percent(right - left) }}
          />
        </>
      )}
      {(['from', 'to'] as const).map((edge) => (
        <Handle
          key={edge}
          edge={edge}
          at={narrowed ? (edge === 'from' ? left : right) : edge === 'from' ? 0 : 1}
          visible={narrowed}
          value={shown[edge]}
          range={range}
          text={formatAbsolute(shown[edge], timeZone)}
          onStep={(part) => {
            const moved = shown[edge] + part * widthOf(range);
            const next =
              edge === 'from'
                ? { from: Math.min(moved, shown.to - narrowest), to: shown.to }
                : { from: shown.from, to: Math.max(moved, shown.from + narrowest) };
            preview({ from: Math.max(next.from, range.from), to: Math.min(next.to, range.to) });
          }}
        />
      ))}
      {narrowed && <span className="sr-only">Looking at {formatRange(view.from, view.to, timeZone)}</span>}
    </div>
  );
}

type Drag = { kind: 'from' | 'to' | 'move' | 'new'; start: number; view: View; moved: boolean };

function draggedTo(drag: Drag, moment: number, range: View): View {
  const { kind, start, view } = drag;
  if (kind === 'new') return between(start, moment);
  if (kind === 'move') {
    const by = Math.max(range.from - view.from, Math.min(range.to - view.to, moment - start));
    return { from: view.from + by, to: view.to + by };
  }
  return kind === 'from' ? between(moment, view.to) : between(view.from, moment);
}

function Handle(props: {
  edge: 'from' | 'to';
  at: number;
  visible: boolean;
  value: number;
  range: View;
  text: string;
  onStep: (part: number) => void;
}) {
  const { edge, at, visible, value, range, text, onStep } = props;
  return (
    <span
      role="slider"
      tabIndex={0}
      aria-label={edge === 'from' ? 'Beginning of what is in sight' : 'End of what is in sight'}
      aria-valuemin={range.from}
      aria-valuemax={range.to}
      aria-valuenow={Math.round(value)}
      aria-valuetext={text}
      data-handle={edge}
      className={cn(
        'absolute inset-y-0 z-2 w-2.5 cursor-ew-resize touch-none after:absolute after:top-1/2 after:left-1/2 after:h-5 after:w-1 after:-translate-1/2 after:rounded-full after:bg-accent pointer-coarse:w-6',
        !visible && 'after:opacity-0 focus-visible:after:opacity-100',
      )}
      style={{ left: percent(at), transform: 'translateX(-50%)' }}
      onKeyDown={(event) => {
        const part = { ArrowLeft: -0.01, ArrowRight: 0.01, PageDown: -0.1, PageUp: 0.1 }[event.key];
        if (part === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onStep(part);
      }}
    />
  );
}

/** The bars, one path for each phase; moved as a whole while time goes on. */
const Bars = memo(function Bars({ data, range }: { data: HistogramWire; range: View }) {
  const drawn = { from: Date.parse(data.from), to: Date.parse(data.to) };
  const count = Math.max(1, Math.round(widthOf(drawn) / data.binMs));
  const paths = useMemo(() => pathsOf(data, drawn.from, count), [data, drawn.from, count]);
  const left = fraction(range, drawn.from);
  const right = fraction(range, drawn.from + count * data.binMs);
  return (
    <div className="pointer-events-none absolute inset-0 overflow-clip" aria-hidden>
      <svg
        viewBox={`0 0 ${count} 100`}
        preserveAspectRatio="none"
        className="absolute bottom-0 h-[calc(100%-1rem)]"
        style={{ left: percent(left), width: percent(right - left) }}
      >
        <title>Events over time by phase</title>
        {paths.map(({ phase, d }) => (
          <path
            key={phase}
            d={d}
            fill={phaseColour(phase)}
            opacity={phase === 'planned' ? 0.55 : phase === 'noted' ? 0.7 : 1}
          />
        ))}
      </svg>
    </div>
  );
});

function pathsOf(data: HistogramWire, from: number, count: number) {
  const totals = data.bins.map((bin) => Object.values(bin.counts).reduce((sum, n) => sum + (n ?? 0), 0));
  const most = Math.max(1, ...totals);
  const parts = new Map(phaseStack.map((phase) => [phase, [] as string[]]));
  for (const bin of data.bins) {
    const index = Math.round((Date.parse(bin.at) - from) / data.binMs);
    if (index < 0 || index >= count) continue;
    let floor = 100;
    for (const phase of phaseStack) {
      const n = bin.counts[phase] ?? 0;
      if (n === 0) continue;
      // One failure among a thousand successes must be seen: no part is thinner than the eye.
      const height = Math.max(2.5, (n / most) * 100);
      parts.get(phase)?.push(`M${index + 0.1} ${floor.toFixed(2)}h.8v-${height.toFixed(2)}h-.8z`);
      floor -= height;
    }
  }
  return [...parts].map(([phase, d]) => ({ phase, d: d.join('') })).filter(({ d }) => d !== '');
}
