/** Another order of rules. Pure. */

interface Placed {
  id: number;
  position: number;
}

const step = 10;

/**
 * The positions that have to change so that the rule at one place of a list stands at another; as few as possible. The list is in the
 * order of position and id, as the API has it. Places count from 0.
 */
export function positionsAfterMove(rules: readonly Placed[], from: number, to: number): Placed[] {
  const moved = rules[from];
  if (!moved || from === to || to < 0 || to >= rules.length) return [];
  const rest = rules.filter((_, index) => index !== from);
  const before = rest[to - 1]?.position ?? 0;
  const after = rest[to]?.position ?? before + 2 * step;
  if (after - before > 1) return [{ id: moved.id, position: Math.floor((before + after) / 2) }];
  // No room between them: everybody gets a new place.
  return [...rest.slice(0, to), moved, ...rest.slice(to)].flatMap(({ id, position }, index) => {
    const next = (index + 1) * step;
    return next === position ? [] : [{ id, position: next }];
  });
}
