/** How finely a drawing of a certain width is asked for. Steps, so that a few pixels more or less ask the same. Pure. */

/** Lanes at first, and when asked for more. */
export const laneCounts = [6, 60] as const;

/** `slots` to ask for, and about how many pixels the lanes have, for a section that is `width` pixels wide. */
export function shapeFor(width: number): { slots: number; pixels: number } {
  if (width < 500) return { slots: 10, pixels: 360 };
  if (width < 800) return { slots: 16, pixels: 500 };
  if (width < 1_150) return { slots: 24, pixels: 800 };
  if (width < 1_600) return { slots: 32, pixels: 1_150 };
  return { slots: 48, pixels: 1_700 };
}
