import { describe, expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { edgePath, type GraphEdge, type GraphLayout, layOutGraph } from './graph-layout';

const size = { nodeWidth: 100, nodeHeight: 40, gapX: 50, gapY: 10 };
const edgesOf = (text: string): GraphEdge[] =>
  text.split(' ').map((pair) => ({ from: pair.split('>')[0] as string, to: pair.split('>')[1] as string }));
const lay = (text: string, ...alone: string[]) => {
  const edges = edgesOf(text);
  return layOutGraph([...new Set([...edges.flatMap(({ from, to }) => [from, to]), ...alone])], edges, size);
};
const node = ({ nodes }: GraphLayout, name: string) => nodes.find((one) => one.name === name)!;

describe('the layout of a graph', () => {
  test('what depends stands to the left of what it depends on', () => {
    const layout = lay('web>cart cart>stock web>identity');
    expect(node(layout, 'web').x).toBeLessThan(node(layout, 'cart').x);
    expect(node(layout, 'cart').x).toBeLessThan(node(layout, 'stock').x);
  });

  test('a chain is a straight line', () => {
    const layout = lay('a>b b>c c>d');
    expect(new Set(layout.nodes.map(({ y }) => y)).size).toBe(1);
    expect(layout.height).toBe(size.nodeHeight);
  });

  test('edges that need not cross do not', () => {
    const layout = lay('a>y b>x c>z');
    const both = lay('r>a r>b a>y b>x');
    expect(node(both, 'a').y < node(both, 'b').y).toBe(node(both, 'y').y < node(both, 'x').y);
    expect(layout.nodes).toHaveLength(6);
  });

  test('a circle is drawn with all its edges, one of them backwards', () => {
    const layout = lay('a>b b>c c>a');
    expect(layout.edges.map(({ from, to }) => `${from}>${to}`).sort()).toEqual(['a>b', 'b>c', 'c>a']);
    const back = layout.edges.filter(({ points }) => points[0]![0] > points.at(-1)![0]);
    expect(back).toHaveLength(1);
  });

  test('a service that depends on itself is drawn once, without an edge', () => {
    const layout = layOutGraph(['a'], [{ from: 'a', to: 'a' }], size);
    expect(layout).toMatchObject({ nodes: [{ name: 'a', x: 0, y: 0 }], edges: [], width: 100, height: 40 });
  });

  test('parts without a connection and lonely services do not overlap', () => {
    const layout = lay('a>b c>d', 'x', 'y');
    expect(overlaps(layout)).toEqual([]);
    expect(layout.nodes).toHaveLength(6);
  });

  test('no graph: nothing', () => {
    expect(layOutGraph([], [], size)).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
  });

  test('any graph: every service once, inside the drawing, none on another, every edge, always the same', () => {
    const name = fc.integer({ min: 0, max: 14 }).map((n) => `s${n}`);
    fc.assert(
      fc.property(fc.array(fc.record({ from: name, to: name }), { maxLength: 40 }), (edges) => {
        const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
        const layout = layOutGraph(names, edges, size);
        expect(layout.nodes.map((one) => one.name).sort()).toEqual([...names].sort());
        expect(overlaps(layout)).toEqual([]);
        for (const { x, y } of layout.nodes) {
          expect(x).toBeGreaterThanOrEqual(-0.01);
          expect(y).toBeGreaterThanOrEqual(-0.01);
          expect(x + size.nodeWidth).toBeLessThanOrEqual(layout.width + 0.01);
          expect(y + size.nodeHeight).toBeLessThanOrEqual(layout.height + 0.01);
        }
        expect(layout.edges).toHaveLength(edges.filter(({ from, to }) => from !== to).length);
        expect(layOutGraph([...names].reverse(), edges, size).width).toBe(layout.width);
      }),
      { numRuns: 200 },
    );
  });
});

test('the curve of an edge is level at both ends, and straight where it can be', () => {
  expect(
    edgePath([
      [0, 10],
      [50, 10],
    ]),
  ).toBe('M0 10L50 10');
  expect(
    edgePath([
      [0, 0],
      [40, 20],
    ]),
  ).toBe('M0 0C20 0 20 20 40 20');
});

function overlaps({ nodes }: GraphLayout): string[] {
  return nodes.flatMap((a, index) =>
    nodes
      .slice(index + 1)
      .filter(
        (b) => Math.abs(a.x - b.x) < size.nodeWidth - 0.01 && Math.abs(a.y - b.y) < size.nodeHeight - 0.01,
      )
      .map((b) => `${a.name} ${b.name}`),
  );
}
