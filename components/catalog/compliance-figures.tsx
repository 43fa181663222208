import type { ComplianceWire } from '@/lib/catalog/operations';
import { counted } from './labels';

const percent = (value: number | null) => (value === null ? '–' : `${Math.floor(value)}%`);

/** How many projects comply, and how many uses are up to date. */
export function ComplianceFigures({ data: { summary, projects } }: { data: ComplianceWire }) {
  const outdated = projects.reduce((sum, project) => sum + project.outdatedCount, 0);
  const uses = projects.reduce((sum, project) => sum + project.totalCount, 0);
  const unknown = new Set(projects.flatMap((project) => project.unknownDeliverables)).size;
  const kpis = [
    {
      label: 'Compliant projects',
      value: percent(summary.compliancePercentage),
      note: `${summary.compliantProjects} of ${counted(summary.totalProjects, 'project')}`,
      share: summary.compliancePercentage,
    },
    {
      label: 'Up to date uses',
      value: uses === 0 ? '–' : percent(((uses - outdated) / uses) * 100),
      note: `${uses - outdated} of ${counted(uses, 'use')}`,
      share: uses === 0 ? null : ((uses - outdated) / uses) * 100,
    },
    {
      label: 'Outdated',
      value: outdated.toLocaleString('en-GB'),
      note: `in ${counted(summary.nonCompliantProjects, 'project')}`,
      share: null,
    },
    {
      label: 'Not in the catalog',
      value: unknown.toLocaleString('en-GB'),
      note: unknown === 0 ? 'everything used is known' : 'used, but not described',
      share: null,
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {kpis.map(({ label, value, note, share }) => (
        <div key={label} className="flex flex-col rounded-lg border border-line bg-surface-1 p-panel">
          <dt className="text-xs text-fg-muted">{label}</dt>
          <dd className="nums mt-0.5 text-2xl font-semibold">{value}</dd>
          <dd className="nums text-xs text-fg-subtle">{note}</dd>
          {share !== null && (
            <dd aria-hidden className="mt-2 h-1 overflow-hidden rounded-full bg-surface-3">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${share}%` }} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
