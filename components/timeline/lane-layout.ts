import type { LanesWire } from '@/lib/events/timeline-operations';
import { fraction, type View } from './view';

/** Where the items of a lane stand. Pure, so that the server and the browser place them alike. */

type LaneItem = LanesWire['lanes'][number]['items'][number];

export interface PlacedItem {
  item: LaneItem;
  /** Parts of the drawing's width, from its left edge. */
  left: number;
  width: number;
  /** Which of the lane's tracks, from the top. */
  track: number;
  /** How much room there is until the next item of the track, as a part of the width: for a label. */
  room: number;
  /** It began before what is drawn, and is cut at the edge. */
  cut: boolean;
  /** There was no track left for it: it lies under others and must be drawn so that they stay readable. */
  crowded: boolean;
}

export interface PlacedLane {
  items: PlacedItem[];
  tracks: number;
}

/** More things at once than this lie over each other. */
const mostTracks = 3;
/** What a marker takes at least, in pixels. A count takes its slot and no more, so that counts stand in one row. */
const glyphPixels = 18;
/** Up to here a bar counts among the markers. */
const shortPixels = 60;

/**
 * Places a lane's items over the time that the server drew them for. `pixels` is about how wide the drawing is: it decides how
 * much a marker covers. What goes on at the same time stands in separate tracks: markers and counts on top, where the eye
 * runs along them, bars where there is room.
 */
export function placeLane(items: readonly LaneItem[], drawn: View, now: number, pixels: number): PlacedLane {
  const tracks: PlacedItem[][] = [];
  const endOf = (one: PlacedItem) =>
    Math.max(one.left + one.width, one.left + (one.item.type === 'cluster' ? 0 : glyphPixels / pixels));
  const overlaps = (track: readonly PlacedItem[], left: number, end: number) =>
    track.filter((other) => other.left < end - 1e-9 && endOf(other) > left + 1e-9).length;

  const placed = items.map((item): PlacedItem => {
    const { from, to, cut } = spanOf(item, drawn, now);
    const left = fraction(drawn, from);
    return {
      item,
      left,
      width: Math.max(0, fraction(drawn, to) - left),
      track: 0,
      room: 0,
      cut,
      crowded: false,
    };
  });
  const isShort = ({ item, width }: PlacedItem) => item.type === 'cluster' || width * pixels < shortPixels;
  for (const one of [...placed.filter(isShort), ...placed.filter((other) => !isShort(other))]) {
    const end = endOf(one);
    const taken = tracks.map((track) => overlaps(track, one.left, end));
    let track = taken.indexOf(0);
    if (track < 0 && tracks.length < mostTracks) track = tracks.length;
    if (track < 0) {
      track = taken.lastIndexOf(Math.min(...taken));
      one.crowded = !isShort(one);
    }
    one.track = track;
    tracks[track] ??= [];
    if (!one.crowded) (tracks[track] as PlacedItem[]).push(one);
  }
  for (const track of tracks) {
    track.sort((a, b) => a.left - b.left);
    for (const [index, one] of track.entries())
      one.room = Math.max(0, (track[index + 1]?.left ?? 1) - one.left);
  }
  return { items: placed, tracks: Math.max(1, tracks.length) };
}

function spanOf(item: LaneItem, drawn: View, now: number): View & { cut: boolean } {
  if (item.type === 'cluster') return { from: Date.parse(item.from), to: Date.parse(item.to), cut: false };
  const { at, until, phase } = item.event;
  const start = Date.parse(at);
  const end = until === null ? (phase === 'planned' ? start : Math.max(start, now)) : Date.parse(until);
  // What reaches out of the drawing is cut at its edge: its name stays in sight, and years do not become millions of pixels.
  const cut = start < drawn.from && end > drawn.from;
  return { from: cut ? drawn.from : start, to: Math.min(end, drawn.to), cut };
}
