import Link from 'next/link';
import { serviceHref } from '@/components/frame/navigation';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { GraphWire } from '@/lib/catalog/graph-operations';
import { SlaBadge } from './entry-badges';
import { EntryGlyph } from './entry-glyph';

/** A graph in words: each service with what it depends on and what depends on it. */
export function GraphList({ graph, label }: { graph: Pick<GraphWire, 'nodes' | 'edges'>; label: string }) {
  const out = new Map<string, string[]>();
  const back = new Map<string, string[]>();
  for (const { from, to } of graph.edges) {
    out.set(from, [...(out.get(from) ?? []), to]);
    back.set(to, [...(back.get(to) ?? []), from]);
  }
  const nodes = [...graph.nodes].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Service</Th>
          <Th>Service level</Th>
          <Th>Depends on</Th>
          <Th>Used by</Th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <Tr key={node.name}>
            <Td>
              <span className="flex items-center gap-2">
                <EntryGlyph type={node.type} size={14} labelled className="text-fg-muted" />
                <Link
                  href={serviceHref(node.name)}
                  prefetch={false}
                  className="rounded-xs font-medium hover:underline"
                >
                  {node.name}
                </Link>
              </span>
            </Td>
            <Td>
              {node.slaLevel ? <SlaBadge level={node.slaLevel} /> : <span className="text-fg-subtle">–</span>}
            </Td>
            <Td wrap className="min-w-48 py-1.5">
              <Names names={out.get(node.name)} />
            </Td>
            <Td wrap className="min-w-48 py-1.5">
              <Names names={back.get(node.name)} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Names({ names }: { names: readonly string[] | undefined }) {
  if (!names?.length) return <span className="text-fg-subtle">–</span>;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {names.map((name) => (
        <Link
          key={name}
          href={serviceHref(name)}
          prefetch={false}
          className="rounded-xs text-accent-fg wrap-anywhere hover:underline"
        >
          {name}
        </Link>
      ))}
    </span>
  );
}
