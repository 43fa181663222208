import type { ChangeMessage } from './messages';
import { comparePositions, type Position } from './position';

const mostMessages = 2_000;
const mostCharacters = 8 * 1024 * 1024;

/**
 * The latest messages of the feed, from `start` (exclusive) to `end`, without a gap. Old ones make room for new ones, by
 * number and by size, whoever may still want them.
 */
export class Recent {
  private messages: ChangeMessage[] = [];
  private characters = 0;
  /** Everything after this place and up to `end` is here. */
  start: Position;
  /** How far the feed has been read. */
  end: Position;

  constructor(start: Position) {
    this.start = start;
    this.end = start;
  }

  /** Appends what was read up to `end`. */
  add(messages: readonly ChangeMessage[], end: Position): void {
    this.end = end;
    for (const message of messages) {
      this.messages.push(message);
      this.characters += message.block.length;
    }
    let dropped = 0;
    while (this.messages.length - dropped > mostMessages || this.characters > mostCharacters) {
      const oldest = this.messages[dropped] as ChangeMessage;
      this.characters -= oldest.block.length;
      this.start = oldest.position;
      dropped += 1;
    }
    if (dropped > 0) this.messages.splice(0, dropped);
  }

  /** Whether everything after this place is here. */
  reaches(position: Position): boolean {
    return comparePositions(position, this.start) >= 0;
  }

  /** The messages after a place, oldest first. */
  after(position: Position): ChangeMessage[] {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePositions((this.messages[middle] as ChangeMessage).position, position) > 0) high = middle;
      else low = middle + 1;
    }
    return this.messages.slice(low);
  }
}
