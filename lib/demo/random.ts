import { createHash } from 'node:crypto';

/** Chance that repeats itself: the same key gives the same numbers, whatever else was drawn before. */
export class Chance {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  constructor(key: string) {
    const hash = createHash('sha256').update(key).digest();
    [this.a, this.b, this.c, this.d] = [0, 4, 8, 12].map((offset) => hash.readUInt32LE(offset)) as [
      number,
      number,
      number,
      number,
    ];
  }

  /** From 0 up to 1, exclusive (sfc32). */
  next(): number {
    const t = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)] as T;
  }

  /** How often something happens that is expected so many times on average. */
  times(expected: number): number {
    const whole = Math.floor(expected);
    return whole + (this.happens(expected - whole) ? 1 : 0);
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += Math.floor(this.next() * 16).toString(16);
    return text;
  }
}

/** A UUIDv7 for an instant and a key: always the same one. */
export function uuidOf(key: string, at: number): string {
  const time = at.toString(16).padStart(12, '0');
  const hash = createHash('sha256').update(key).digest('hex');
  const variant = ((Number.parseInt(hash[3] as string, 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(8, 20)}`;
}
