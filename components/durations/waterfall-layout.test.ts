import { describe, expect, test } from 'vitest';
import type { StepWire } from '@/lib/durations/schemas';
import { fc } from '@/lib/testing/properties';
import { waterfallOf } from './waterfall-layout';

const minute = 60_000;
const t0 = Date.UTC(2026, 2, 14, 9);
const at = (minutes: number) => new Date(t0 + minutes * minute).toISOString();
const step = (id: string, from: number, to: number | null, more: Partial<StepWire> = {}): StepWire => ({
  id,
  kind: 'deployment',
  title: id,
  service: 'checkout',
  environment: 'production',
  version: '1.2.3',
  phase: to === null ? 'running' : 'succeeded',
  at: at(from),
  until: to === null ? null : at(to),
  incident: null,
  ...more,
});

describe('the waterfall of a chain', () => {
  test('a long night between build and deployment is folded, and says how long it was', () => {
    const steps = [step('build', 0, 10, { kind: 'build' }), step('deploy', 1010, 1020)];
    const links = [
      { kind: 'build_to_deployment' as const, from: 'build', to: 'deploy', durationMs: 1000 * minute },
    ];
    const real = waterfallOf({ steps, links }, t0, false);
    const folded = waterfallOf({ steps, links }, t0, true);
    expect(real.folds).toEqual([]);
    expect(real.foldable).toBe(true);
    expect(real.rows[0]?.width).toBeLessThan(0.02);
    expect(folded.folds).toMatchObject([{ ms: 1000 * minute }]);
    expect(folded.rows[0]?.width).toBeGreaterThan(0.4);
    expect(folded.busyMs).toBe(20 * minute);
    const [wait] = folded.rows[1]?.waits ?? [];
    expect(wait?.line?.left).toBeCloseTo(folded.rows[0]?.width as number);
    expect((wait?.line?.left as number) + (wait?.line?.width as number)).toBeCloseTo(
      folded.rows[1]?.left as number,
    );
  });

  test('of waits that are folded side by side so many say how long they were that no two stand in each other', () => {
    const steps = Array.from({ length: 6 }, (_, n) => step(`deploy ${n}`, n * 1000, n * 1000 + 10 + n * 5));
    const { folds } = waterfallOf({ steps, links: [] }, t0, true);
    expect(folds).toHaveLength(5);
    const centres = folds.filter(({ told }) => told).map(({ left, width }) => left + width / 2);
    expect(centres.length).toBeGreaterThan(1);
    for (const [index, centre] of centres.entries())
      expect(centre - (centres[index - 1] ?? 0)).toBeGreaterThan(0.14);
    expect(Math.max(...centres)).toBeLessThan(0.8);
  });

  test('short waiting between bars that can be read stays in proportion', () => {
    const steps = [step('build', 0, 10, { kind: 'build' }), step('deploy', 15, 25)];
    expect(waterfallOf({ steps, links: [] }, t0, true)).toMatchObject({ folds: [], foldable: false });
  });

  test('what goes on reaches to now, what is planned does not', () => {
    const steps = [step('deploy', 0, null), step('next', 5, null, { phase: 'planned' })];
    const { rows, end } = waterfallOf({ steps, links: [] }, t0 + 60 * minute, true);
    expect(end).toBe(t0 + 60 * minute);
    expect(rows.map(({ ongoing, width }) => [ongoing, width])).toEqual([
      [true, 1],
      [false, 0],
    ]);
  });

  test('a rollback that began before its incident was noticed has no line backwards', () => {
    const steps = [step('rollback', 0, 5), step('incident', 2, 9, { kind: 'incident' })];
    const links = [{ kind: 'related' as const, from: 'incident', to: 'rollback', durationMs: -2 * minute }];
    const { rows } = waterfallOf({ steps, links }, t0, true);
    expect(rows[0]?.waits).toMatchObject([{ durationMs: -2 * minute, line: null }]);
  });

  test('folding never moves a bar before one that began earlier, and none out of the picture', () => {
    const one = fc.record({
      from: fc.integer({ min: 0, max: 20_000 }),
      lasts: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), fc.boolean(), (spans, fold) => {
        const steps = spans
          .toSorted((a, b) => a.from - b.from)
          .map(({ from, lasts }, index) => step(`s${index}`, from, from + lasts));
        const { rows, folds } = waterfallOf({ steps, links: [] }, t0, fold);
        rows.forEach(({ left, width }, index) => {
          expect(left).toBeGreaterThanOrEqual(rows[index - 1]?.left ?? 0);
          expect(width).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
        });
        for (const { width } of folds) expect(width).toBeGreaterThan(0);
      }),
    );
  });
});
