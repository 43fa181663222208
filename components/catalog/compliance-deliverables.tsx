import Link from 'next/link';
import { serviceHref } from '@/components/frame/navigation';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { ComplianceWire } from '@/lib/catalog/operations';
import { EntryGlyph } from './entry-glyph';

/** For each thing that is used: by how many, and how many of them are behind. */
export function Deliverables({ data: { summary } }: { data: ComplianceWire }) {
  const deliverables = [...summary.deliverables].sort(
    (a, b) => b.projectsOutdated - a.projectsOutdated || b.projectsUsing - a.projectsUsing,
  );
  if (deliverables.length === 0) return null;
  const most = Math.max(...deliverables.map(({ projectsUsing }) => projectsUsing));
  return (
    <Panel
      title="Deliverables"
      description="How many projects use each, and how many of them are outdated"
      padded={false}
    >
      <Table label="Deliverables">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Reference</Th>
            <Th>Latest</Th>
            <Th className="w-2/5">
              <span className="flex items-center gap-3">
                Projects
                <span className="flex items-center gap-1.5 font-normal">
                  <span aria-hidden className="size-2 rounded-xs bg-phase-solid" data-phase="attention" />
                  outdated
                </span>
                <span className="flex items-center gap-1.5 font-normal">
                  <span aria-hidden className="size-2 rounded-xs bg-line-control" />
                  up to date
                </span>
              </span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {deliverables.map((one) => (
            <Tr key={one.name}>
              <Td>
                <span className="flex items-center gap-2">
                  <EntryGlyph type={one.type} size={14} labelled className="text-fg-muted" />
                  <Link
                    href={serviceHref(one.name)}
                    prefetch={false}
                    className="rounded-xs font-medium hover:underline"
                  >
                    {one.name}
                  </Link>
                </span>
              </Td>
              <Td mono>{one.referenceVersion || <span className="text-fg-subtle">none set</span>}</Td>
              <Td mono className="text-fg-muted">
                {one.latestVersion || '–'}
              </Td>
              <Td>
                <span className="flex items-center gap-3">
                  <span aria-hidden className="flex h-2 min-w-24 flex-1 gap-px">
                    <span
                      className="rounded-l-xs bg-phase-solid"
                      data-phase="attention"
                      style={{ width: `${(one.projectsOutdated / most) * 100}%` }}
                    />
                    <span
                      className="rounded-r-xs bg-line-control"
                      style={{ width: `${((one.projectsUsing - one.projectsOutdated) / most) * 100}%` }}
                    />
                  </span>
                  <span className="nums w-28 text-right text-fg-muted">
                    {one.projectsOutdated > 0 && (
                      <strong className="font-medium text-fg">{one.projectsOutdated} outdated</strong>
                    )}
                    {one.projectsOutdated > 0 ? ` of ${one.projectsUsing}` : one.projectsUsing}
                  </span>
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
