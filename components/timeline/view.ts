/**
 * The arithmetic of a stretch of time on a screen. Pure; everything is in milliseconds since the epoch.
 */

/** What is in sight: `from` before `to`. */
export interface View {
  from: number;
  to: number;
}

/** Closer than this nobody needs to look: ten seconds across the screen. */
export const narrowest = 10_000;
/** And no further than this. */
export const widest = 10 * 366 * 86_400_000;

const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2200, 0, 1);

export const widthOf = (view: View): number => view.to - view.from;

/** Where a moment lies in a view: 0 at its left edge, 1 at its right one. */
export function fraction(view: View, at: number): number {
  return (at - view.from) / (view.to - view.from);
}

/** The moment at a place in a view. */
export function momentAt(view: View, place: number): number {
  return view.from + place * (view.to - view.from);
}

/** Keeps a view within what can be looked at, by moving it rather than by stretching it. */
export function kept(view: View): View {
  const width = Math.min(Math.max(widthOf(view), narrowest), widest);
  const middle = (view.from + view.to) / 2;
  const from = Math.min(Math.max(Math.round(middle - width / 2), earliest), latest - width);
  return { from, to: Math.round(from + width) };
}

/** Zooms so that the moment under the pointer stays under it. A `factor` above 1 shows more time. */
export function zoomed(view: View, around: number, factor: number): View {
  const width = Math.min(Math.max(widthOf(view) * factor, narrowest), widest);
  const place = fraction(view, around);
  const from = Math.round(around - place * width);
  return kept({ from, to: Math.round(from + width) });
}

/** Moves by a part of the width; positive goes later. */
export function panned(view: View, part: number): View {
  const by = Math.round(part * widthOf(view));
  return kept({ from: view.from + by, to: view.to + by });
}

/** A view between two moments in any order, with a margin on both sides. */
export function between(a: number, b: number, margin = 0): View {
  const width = Math.abs(b - a);
  return kept({ from: Math.min(a, b) - width * margin, to: Math.max(a, b) + width * margin });
}

/** How a wheel turn zooms: a notch of an ordinary wheel (100) is a fifth, a pinch on a touch pad is fine-grained. */
export function wheelFactor(delta: number, pixels: boolean): number {
  const turned = Math.max(-240, Math.min(240, pixels ? delta : delta * 33));
  return Math.exp(turned * 0.0018);
}

/**
 * What becomes of a view that someone has zoomed or dragged to: the whole range, a window within it, or a range that had to
 * grow. `grow` names the ends that have moved.
 */
export type Settled =
  | { window: null; grow: null }
  | { window: View; grow: null }
  | { window: View | null; grow: { from?: number; to?: number } };

export function settle(view: View, range: View): Settled {
  const slack = widthOf(range) * 0.004;
  const grow = {
    ...(view.from < range.from - slack ? { from: view.from } : {}),
    ...(view.to > range.to + slack ? { to: view.to } : {}),
  };
  const grown = { from: Math.min(view.from, range.from), to: Math.max(view.to, range.to) };
  const whole = widthOf(view) >= widthOf(grown) * 0.985;
  if (grow.from !== undefined || grow.to !== undefined) return { window: whole ? null : view, grow };
  if (whole) return { window: null, grow: null };
  return { window: { from: Math.max(view.from, range.from), to: Math.min(view.to, range.to) }, grow: null };
}

/** A share of a whole as CSS has it. */
export const percent = (part: number) => `${(part * 100).toFixed(4)}%`;
