import { describe, expect, test } from 'vitest';
import { fraction, kept, narrowest, panned, settle, widest, widthOf, zoomed } from './view';

const day = 86_400_000;
const range = { from: Date.UTC(2026, 2, 13), to: Date.UTC(2026, 2, 14) };

describe('zooming', () => {
  test('the moment under the pointer stays under it', () => {
    const around = range.from + day / 3;
    const closer = zoomed(range, around, 0.5);
    expect(widthOf(closer)).toBe(day / 2);
    expect(fraction(closer, around)).toBeCloseTo(fraction(range, around));
  });

  test('in and out again is where one was', () => {
    const around = range.from + day / 4;
    const back = zoomed(zoomed(range, around, 0.25), around, 4);
    expect(back.from).toBeCloseTo(range.from, -1);
    expect(back.to).toBeCloseTo(range.to, -1);
  });

  test('it ends at ten seconds and at ten years', () => {
    let view = range;
    for (let turn = 0; turn < 100; turn++) view = zoomed(view, range.from, 0.5);
    expect(widthOf(view)).toBe(narrowest);
    for (let turn = 0; turn < 100; turn++) view = zoomed(view, range.from, 2);
    expect(widthOf(view)).toBe(widest);
    expect(view.from).toBeGreaterThanOrEqual(0);
  });
});

test('panning keeps the width', () => {
  expect(panned(range, 0.5)).toEqual({ from: range.from + day / 2, to: range.to + day / 2 });
});

test('nothing before 1970 can be looked at', () => {
  expect(kept({ from: -day, to: day })).toEqual({ from: 0, to: 2 * day });
});

describe('where a gesture comes to rest', () => {
  test('a part of the range becomes the window', () => {
    const view = { from: range.from + day / 4, to: range.from + day / 2 };
    expect(settle(view, range)).toEqual({ window: view, grow: null });
  });

  test('the whole range needs no window', () => {
    expect(settle(range, range)).toEqual({ window: null, grow: null });
  });

  test('a view that reaches out of the range makes the range grow at that end alone', () => {
    const view = { from: range.from - day, to: range.from + day / 2 };
    expect(settle(view, range)).toEqual({ window: view, grow: { from: view.from } });
  });

  test('zoomed out beyond both ends, the range is what is in sight', () => {
    const view = { from: range.from - day, to: range.to + day };
    expect(settle(view, range)).toEqual({ window: null, grow: { from: view.from, to: view.to } });
  });
});
