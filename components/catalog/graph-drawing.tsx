'use client';

import { ArrowLeft, ArrowRight, Maximize, Minus, Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, memo, useEffect, useId, useMemo, useRef, useState } from 'react';
import { serviceHref } from '@/components/frame/navigation';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { GraphNodeWire, GraphWire } from '@/lib/catalog/graph-operations';
import { EntryGlyph } from './entry-glyph';
import { useDrag, useZoomWheel } from './graph-gestures';
import { edgePath, type LayoutSize, layOutGraph, type PlacedNode } from './graph-layout';
import { nextNode } from './graph-steps';
import { counted, platformLabel, slaLabel, typeLabel } from './labels';

const size: LayoutSize = { nodeWidth: 184, nodeHeight: 46, gapX: 76, gapY: 16 };
/** Room around the drawing for focus rings and arrow heads. */
const margin = 6;
const zooms = [0.25, 0.4, 0.6, 0.8, 1, 1.25, 1.6, 2];
/** Smaller than this the names cannot be read: one scrolls instead. */
const leastFit = 0.66;

type GraphDrawingProps = {
  graph: Pick<GraphWire, 'nodes' | 'edges'>;
  label: string;
  /** The service that the graph is about. */
  root?: string;
  /** What a search found: the others are its neighbours. */
  found?: ReadonlySet<string> | null;
  className?: string;
};

/**
 * A graph of dependencies from left to right: what depends, what is depended on. One stop of the Tab key, arrow keys along the edges,
 * Enter opens. Dragging moves it, and so do the wheel and a finger; with Ctrl or ⌘ the wheel zooms.
 */
export function GraphDrawing({ graph, label, root, found = null, className }: GraphDrawingProps) {
  const router = useRouter();
  const hint = useId();
  const arrow = useId();
  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [focusable, setFocusable] = useState<string | null>(null);
  const layout = useMemo(
    () =>
      layOutGraph(
        graph.nodes.map(({ name }) => name),
        graph.edges,
        size,
      ),
    [graph],
  );
  const facts = useMemo(() => new Map(graph.nodes.map((node) => [node.name, node])), [graph]);
  const counts = useMemo(() => {
    const sums = new Map(graph.nodes.map(({ name }) => [name, { out: 0, in: 0 }]));
    for (const { from, to } of graph.edges) {
      const [a, b] = [sums.get(from), sums.get(to)];
      if (a) a.out += 1;
      if (b) b.in += 1;
    }
    return sums;
  }, [graph]);
  const width = layout.width + margin * 2;
  const height = layout.height + margin * 2;
  const stop =
    focusable !== null && facts.has(focusable) ? focusable : (root ?? layout.nodes[0]?.name ?? null);

  // The outside system: layout. What the graph is about is brought into sight.
  useEffect(() => {
    const place = box.current;
    const node = layout.nodes.find(({ name }) => name === root);
    if (!place || !node || place.scrollWidth <= place.clientWidth) return;
    const scale = place.scrollWidth / width;
    place.scrollLeft = (node.x + size.nodeWidth / 2) * scale - place.clientWidth / 2;
  }, [layout, root, width]);

  const scaleNow = () => {
    const drawn = box.current?.querySelector('svg')?.clientWidth;
    return drawn ? drawn / width : 1;
  };
  const zoomBy = (by: 1 | -1) => {
    const now = scaleNow();
    const next =
      by > 0
        ? (zooms.find((one) => one > now * 1.05) ?? (zooms.at(-1) as number))
        : (zooms.findLast((one) => one < now * 0.95) ?? (zooms[0] as number));
    setZoom(next);
  };
  useZoomWheel(box, zoomBy);
  const drag = useDrag(box);

  const press = (event: KeyboardEvent) => {
    const at = (event.target as Element).closest('[data-node]')?.getAttribute('data-node');
    if (!at || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === '+' || event.key === '-' || event.key === '0') {
      if (event.key === '0') setZoom(null);
      else zoomBy(event.key === '+' ? 1 : -1);
    } else {
      const next = nextNode(layout.nodes, graph.edges, at, event.key);
      if (next === undefined) return;
      if (next !== null) {
        setFocusable(next);
        const link = box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"] a`);
        link?.focus();
        link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={cn('relative min-w-0', className)}>
      <p id={hint} className="sr-only">
        Arrow keys follow the dependencies: right to what a service depends on, left to what depends on it, up
        and down beside it. Enter opens the service, plus and minus zoom.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll everywhere, and holds no fields here */}
      <div
        ref={box}
        role="group"
        aria-label={label}
        aria-describedby={hint}
        onKeyDown={press}
        onPointerLeave={() => setActive(null)}
        {...drag}
        className="relative h-full max-h-[inherit] cursor-grab overflow-auto overscroll-x-contain data-dragging:cursor-grabbing data-dragging:select-none"
      >
        <svg
          viewBox={`${-margin} ${-margin} ${width} ${height}`}
          className="mx-auto block"
          style={
            zoom === null
              ? { width: `max(min(100%, ${width}px), ${Math.round(width * leastFit)}px)`, height: 'auto' }
              : { width: width * zoom, height: height * zoom }
          }
          aria-hidden={false}
        >
          <title>{label}</title>
          <defs>
            <marker
              id={arrow}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
              markerUnits="userSpaceOnUse"
            >
              <path d="M1 1 7 4 1 7" fill="none" stroke="context-stroke" strokeWidth="1.25" />
            </marker>
          </defs>
          <Edges layout={layout} arrow={arrow} dimmed={active !== null} />
          {active !== null && (
            <g aria-hidden stroke="var(--accent)" strokeWidth={1.75} fill="none">
              {layout.edges
                .filter(({ from, to }) => from === active || to === active)
                .map(({ from, to, points }) => (
                  <path key={`${from}\n${to}`} d={edgePath(points)} markerEnd={`url(#${arrow})`} />
                ))}
            </g>
          )}
          {layout.nodes.map((node) => {
            const known = facts.get(node.name);
            const sums = counts.get(node.name);
            return (
              known &&
              sums && (
                <NodeBox
                  key={node.name}
                  x={node.x}
                  y={node.y}
                  node={known}
                  dependsOn={sums.out}
                  dependents={sums.in}
                  isRoot={node.name === root}
                  quiet={found !== null && !found.has(node.name)}
                  tabStop={node.name === stop}
                  onActive={setActive}
                  onFocus={setFocusable}
                  onOpen={(name) => router.push(serviceHref(name))}
                />
              )
            );
          })}
        </svg>
      </div>
      <div
        className="absolute right-2 bottom-2 flex items-center gap-1 rounded border border-line bg-surface-1 p-0.5"
        data-print="hide"
      >
        <span className="hidden items-center gap-1 px-1.5 text-2xs text-fg-subtle xl:flex" aria-hidden>
          <ArrowLeft size={11} />
          <ArrowRight size={11} /> along the edges
        </span>
        <IconButton label="Zoom out" size="sm" onClick={() => zoomBy(-1)}>
          <Minus size={14} aria-hidden />
        </IconButton>
        <IconButton label="Zoom in" size="sm" onClick={() => zoomBy(1)}>
          <Plus size={14} aria-hidden />
        </IconButton>
        <IconButton label="Fit to the width" size="sm" onClick={() => setZoom(null)}>
          <Maximize size={13} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

const Edges = memo(function Edges(props: {
  layout: ReturnType<typeof layOutGraph>;
  arrow: string;
  dimmed: boolean;
}) {
  return (
    <g
      aria-hidden
      stroke="var(--border-control)"
      strokeWidth={1.25}
      fill="none"
      opacity={props.dimmed ? 0.35 : 1}
    >
      {props.layout.edges.map(({ from, to, points }) => (
        <path key={`${from}\n${to}`} d={edgePath(points)} markerEnd={`url(#${props.arrow})`} />
      ))}
    </g>
  );
});

type NodeBoxProps = Pick<PlacedNode, 'x' | 'y'> & {
  node: GraphNodeWire;
  dependsOn: number;
  dependents: number;
  isRoot: boolean;
  quiet: boolean;
  tabStop: boolean;
  onActive: (name: string | null) => void;
  onFocus: (name: string) => void;
  onOpen: (name: string) => void;
};

const NodeBox = memo(
  function NodeBox(props: NodeBoxProps) {
    const { x, y, node, dependsOn, dependents, isRoot, quiet, tabStop, onActive, onFocus } = props;
    const small = [
      node.gone ? 'Gone' : node.discovered && 'Discovered',
      node.platform && platformLabel[node.platform],
      node.slaLevel && slaLabel[node.slaLevel],
    ].filter(Boolean);
    return (
      <foreignObject x={x} y={y} width={size.nodeWidth} height={size.nodeHeight} className="overflow-visible">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering only points out what is in the list too */}
        <div
          data-node={node.name}
          className="size-full"
          onPointerEnter={() => onActive(node.name)}
          onPointerLeave={() => onActive(null)}
          onFocus={() => {
            onActive(node.name);
            onFocus(node.name);
          }}
          onBlur={() => onActive(null)}
        >
          <Link
            href={serviceHref(node.name)}
            prefetch={false}
            draggable={false}
            tabIndex={tabStop ? 0 : -1}
            aria-current={isRoot ? 'page' : undefined}
            title={node.name}
            className={cn(
              'relative flex size-full flex-col justify-center rounded border bg-surface-1 px-2.5 hover:border-accent',
              isRoot
                ? 'border-accent bg-accent-bg'
                : node.slaLevel === 'critical'
                  ? 'border-fg-subtle'
                  : 'border-line-strong',
              (node.discovered || node.gone) && 'border-dashed',
              quiet && 'bg-surface-0 text-fg-muted',
            )}
          >
            <span className="flex min-w-0 items-center gap-1.5 font-medium">
              <EntryGlyph type={node.type} size={13} className="text-fg-muted" />
              <span className="truncate">{node.name}</span>
            </span>
            <span className="truncate pl-[1.2rem] text-2xs text-fg-subtle">
              <span className="sr-only">, </span>
              {small.join(' · ') || (node.type ? typeLabel[node.type] : 'Nothing said')}
            </span>
            <span className="sr-only">
              {node.type && small.length > 0 && `, ${typeLabel[node.type]}`}; depends on{' '}
              {counted(dependsOn, 'service')}, {counted(dependents, 'service')}{' '}
              {dependents === 1 ? 'depends' : 'depend'} on it
            </span>
          </Link>
        </div>
      </foreignObject>
    );
  },
  (a, b) =>
    a.node === b.node &&
    a.x === b.x &&
    a.y === b.y &&
    a.isRoot === b.isRoot &&
    a.quiet === b.quiet &&
    a.tabStop === b.tabStop &&
    a.dependsOn === b.dependsOn &&
    a.dependents === b.dependents,
);
