/** How finely a drawing of a certain width is asked for. Steps, so that a few pixels more or less ask the same. Pure. */

/** Lanes at first, and when asked for more. */
export const laneCounts = [8, 60] as const;

/** `slots` to ask for, and about how many pixels the lanes have, for a section that is `width` pixels wide. */
export function shapeFor(width: number): { slots: number; pixels: number } {
  if (width < 500) return { slots: 12, pixels: 360 };
  if (width < 800) return { slots: 20, pixels: 520 };
  if (width < 1_400) return { slots: 32, pixels: 900 };
  if (width < 1_900) return { slots: 48, pixels: 1_400 };
  return { slots: 64, pixels: 2_000 };
}
