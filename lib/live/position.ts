/**
 * A place in the change feed, exclusive: what comes after it is still to be read.
 *
 * Changes are ordered by the transaction that wrote them and then by their number within it. `{ xid, seq: 0 }` is the place
 * before everything that transaction `xid` wrote. On the wire it is `<xid>-<seq>`.
 */
export interface Position {
  xid: number;
  seq: number;
}

/** The text form of a position, as it stands in `id:` lines. */
export function formatPosition({ xid, seq }: Position): string {
  return `${xid}-${seq}`;
}

/** Reads the text form; null for anything else. */
export function parsePosition(text: string): Position | null {
  const parts = /^(\d{1,16})-(\d{1,16})$/.exec(text);
  if (!parts) return null;
  const position = { xid: Number(parts[1]), seq: Number(parts[2]) };
  return Number.isSafeInteger(position.xid) && Number.isSafeInteger(position.seq) ? position : null;
}

/** Negative when `a` comes before `b`, 0 when they are the same place, positive when it comes after. */
export function comparePositions(a: Position, b: Position): number {
  return a.xid - b.xid || a.seq - b.seq;
}
