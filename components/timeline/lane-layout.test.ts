import { describe, expect, test } from 'vitest';
import { placeLane } from './lane-layout';

const drawn = { from: 0, to: 1_000_000 };
const iso = (at: number) => new Date(at).toISOString();
const event = (
  at: number,
  until: number | null,
  phase: 'running' | 'succeeded' | 'planned' = 'succeeded',
) => ({
  type: 'event' as const,
  event: {
    id: `${at}`,
    kind: 'deployment' as const,
    phase,
    title: 'Deploy',
    service: 'checkout',
    environment: null,
    version: null,
    at: iso(at),
    until: until === null ? null : iso(until),
  },
});
const place = (...items: Parameters<typeof placeLane>[0]) => placeLane(items, drawn, 800_000, 1_000);

describe('a lane', () => {
  test('what happens one after the other stands in one track', () => {
    const { tracks, items } = place(event(0, 100_000), event(200_000, 400_000));
    expect(tracks).toBe(1);
    expect(items.map(({ left, width }) => [left, width])).toEqual([
      [0, 0.1],
      [0.2, 0.2],
    ]);
  });

  test('what goes on at the same time stands in separate tracks', () => {
    const { items } = place(event(0, 500_000), event(100_000, 400_000), event(200_000, 600_000));
    expect(new Set(items.map(({ track }) => track)).size).toBe(3);
  });

  test('however much goes on at once, a lane stays a lane', () => {
    const many = Array.from({ length: 40 }, (_, n) => event(n, 900_000));
    const { tracks, items } = place(...many);
    expect(tracks).toBe(3);
    expect(items.filter(({ crowded }) => !crowded)).toHaveLength(3);
  });

  test('markers run along the top, over the bars', () => {
    const { items } = place(event(0, 900_000), event(300_000, 300_000), event(500_000, 500_000));
    expect(items.map(({ track }) => track)).toEqual([1, 0, 0]);
  });

  test('two markers that would cover each other do not', () => {
    const { items } = place(event(300_000, 300_000), event(305_000, 305_000));
    expect(items[0]?.track).not.toBe(items[1]?.track);
  });

  test('what still goes on reaches until now, what is planned does not', () => {
    const [running, planned] = place(event(500_000, null, 'running'), event(900_000, null, 'planned')).items;
    expect(running?.width).toBeCloseTo(0.3);
    expect(planned?.width).toBe(0);
  });

  test('what began years ago is cut at the edge, so that its name is in sight', () => {
    const drawnLater = { from: 1_000_000_000_000, to: 1_000_001_000_000 };
    const [one] = placeLane([event(0, null, 'running')], drawnLater, drawnLater.to - 200_000, 1_000).items;
    expect(one).toMatchObject({ left: 0, cut: true });
    expect(one?.width).toBeCloseTo(0.8);
  });
});
