import type { DeliveryChainWire, StepWire } from '@/lib/durations/schemas';
import type { LinkKind } from '@/lib/durations/vocabulary';

/** Where the bars of a waterfall lie. Pure; times are milliseconds, places are shares of the width from 0 to 1. */

/** A stretch in which nothing went on and that is drawn shorter than it was. */
export interface Fold {
  left: number;
  width: number;
  ms: number;
  /** Whether there is room to say over it how long it was: beside start, end and the one before. */
  told: boolean;
}

export interface Wait {
  kind: LinkKind;
  from: StepWire;
  durationMs: number;
  /** The line from what it follows to where the bar begins; null when the bar began first. */
  line: { left: number; width: number } | null;
}

export interface Row {
  step: StepWire;
  left: number;
  width: number;
  /** Null while it goes on, and for a point. */
  lastedMs: number | null;
  ongoing: boolean;
  waits: Wait[];
}

export interface Waterfall {
  start: number;
  end: number;
  rows: Row[];
  folds: Fold[];
  /** Whether there is anything to fold at all. */
  foldable: boolean;
  /** In which at least one step went on. */
  busyMs: number;
}

/** Where less than this share was busy, bars are too small to be read beside the waiting: */
const sparse = 0.4;
/** then an idle stretch longer than this share of the whole is folded, */
const foldedFrom = 0.12;
/** to this share of what is not folded. */
const foldedTo = 0.07;
/** How much room a length takes that is written over a fold, and start and end at the sides. */
const wordsTake = 0.15;
const startTakes = 0.2;
const endFrom = 0.77;

const startOf = ({ at }: StepWire) => Date.parse(at);
/** Something planned does not go on. */
const endOf = (step: StepWire, now: number) =>
  Math.max(
    startOf(step),
    step.until === null ? (step.phase === 'planned' ? startOf(step) : now) : Date.parse(step.until),
  );

/** Links are measured from the end of what arrived, and from the start of everything else. */
const leavesAt = (kind: LinkKind, from: StepWire, now: number) =>
  kind === 'build_to_deployment' || kind === 'promotion' ? endOf(from, now) : startOf(from);

export function waterfallOf(
  { steps, links }: Pick<DeliveryChainWire, 'steps' | 'links'>,
  now: number,
  fold: boolean,
): Waterfall {
  const start = Math.min(...steps.map(startOf));
  const end = Math.max(start + 1, ...steps.map((step) => endOf(step, now)));
  const idle = idleOf(steps, now);
  const busyMs = end - start - idle.reduce((sum, { from, to }) => sum + to - from, 0);
  const gaps =
    busyMs < (end - start) * sparse
      ? idle.filter(({ from, to }) => to - from > (end - start) * foldedFrom)
      : [];
  const { place, folds } = scaleOf(start, end, fold ? gaps : []);
  const known = new Map(steps.map((step) => [step.id, step]));
  const rows = steps.map((step): Row => {
    const [from, to] = [startOf(step), endOf(step, now)];
    const left = place(from);
    return {
      step,
      left,
      width: place(to) - left,
      ongoing: step.until === null && step.phase !== 'planned',
      lastedMs: step.until === null || to === from ? null : to - from,
      waits: links.flatMap((link) => {
        const before = link.to === step.id ? known.get(link.from) : undefined;
        if (!before) return [];
        const leaves = place(Math.min(leavesAt(link.kind, before, now), from));
        const line = left - leaves > 0 ? { left: leaves, width: left - leaves } : null;
        return [{ kind: link.kind, from: before, durationMs: link.durationMs, line }];
      }),
    };
  });
  return { start, end, rows, folds, foldable: gaps.length > 0, busyMs };
}

/** The stretches between the first start and the last end in which nothing went on. */
function idleOf(steps: readonly StepWire[], now: number): { from: number; to: number }[] {
  const spans = steps.map((step) => ({ from: startOf(step), to: endOf(step, now) }));
  const idle: { from: number; to: number }[] = [];
  let reached = Number.POSITIVE_INFINITY;
  for (const { from, to } of spans.sort((a, b) => a.from - b.from)) {
    if (from > reached) idle.push({ from: reached, to: from });
    reached = reached === Number.POSITIVE_INFINITY ? to : Math.max(reached, to);
  }
  return idle;
}

/** Time in proportion, but for the folded stretches, each of which takes the same little room. */
function scaleOf(start: number, end: number, gaps: readonly { from: number; to: number }[]) {
  const shown = end - start - gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  const each = Math.max(1, shown * foldedTo);
  const whole = shown + each * gaps.length;
  const place = (at: number): number => {
    let room = at - start;
    for (const { from, to } of gaps) {
      if (at >= to) room -= to - from - each;
      else if (at > from) room -= (at - from) * (1 - each / (to - from));
    }
    return Math.min(1, Math.max(0, room / whole));
  };
  let free = startTakes;
  const folds = gaps.map(({ from, to }): Fold => {
    const [left, width] = [place(from), place(to) - place(from)];
    const centre = left + width / 2;
    const told = centre >= free && centre < endFrom;
    if (told) free = centre + wordsTake;
    return { left, width, ms: to - from, told };
  });
  return { place, folds };
}
