'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Check, Download } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { serviceHref } from '@/components/frame/navigation';
import { useUrlParam, useUrlValues } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { ComplianceWire } from '@/lib/catalog/operations';
import { complianceOptions } from '@/lib/catalog/queries';
import { type DeliverableType, deliverableTypes } from '@/lib/catalog/vocabulary';
import { toCsv } from '@/lib/csv';
import type { CatalogState } from './catalog-url';
import { CatalogHeader } from './catalog-views';
import { EntryGlyph } from './entry-glyph';
import { counted, typeLabel } from './labels';

type Project = ComplianceWire['projects'][number];
type Used = Project['deliverables'][number];

/** Which projects use what in which version, and whether that is recent enough. */
export function Compliance({ state }: { state: CatalogState }) {
  const compliance = useQuery(complianceOptions(state.complianceQuery));
  const [types, setTypes] = useUrlValues('types', true);
  const [only, setOnly] = useUrlParam<string>('outdated', '');
  const data = compliance.data;
  const projects = useMemo(
    () =>
      [...(data?.projects ?? [])]
        .filter(({ compliant }) => only !== 'true' || !compliant)
        .sort((a, b) => b.outdatedCount - a.outdatedCount || a.name.localeCompare(b.name, 'en')),
    [data, only],
  );
  const toggle = (type: DeliverableType) =>
    setTypes(types.includes(type) ? types.filter((other) => other !== type) : [...types, type]);

  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <CatalogHeader view="compliance" filters="">
        <fieldset aria-label="Types of deliverables that count" className="flex flex-wrap gap-1.5">
          {deliverableTypes.map((type) => (
            <button
              key={type}
              type="button"
              aria-pressed={types.includes(type)}
              onClick={() => toggle(type)}
              className="inline-flex h-control-sm items-center gap-1.5 rounded border border-line-strong px-2 text-xs font-medium text-fg-muted hover:bg-surface-2 hover:text-fg aria-pressed:border-accent aria-pressed:bg-accent-bg aria-pressed:text-accent-fg"
            >
              <EntryGlyph type={type} size={13} />
              {typeLabel[type]}
            </button>
          ))}
        </fieldset>
        <Checkbox
          checked={only === 'true'}
          onChange={(event) => setOnly(event.target.checked ? 'true' : null)}
        >
          Only outdated
        </Checkbox>
        <Button
          size="sm"
          className="ml-auto"
          icon={<Download size={13} aria-hidden />}
          disabled={!data}
          onClick={() => data && download(data)}
        >
          CSV
        </Button>
      </CatalogHeader>
      {compliance.isPending ? (
        <ComplianceSkeleton />
      ) : !data ? (
        <ErrorState
          title="Version compliance could not be read"
          text="Nothing is lost: this page only shows it."
          detail={compliance.error?.message}
          onRetry={() => compliance.refetch()}
          retrying={compliance.isFetching}
        />
      ) : data.projects.length === 0 ? (
        <EmptyState
          title="No project says what it uses"
          text="Entries of the type project list their deliverables: packages, charts, containers, modules and libraries, each in a version. Give those a reference version, and what is older shows here."
          example={{
            path: '/api/v2/catalog/checkout-api',
            method: 'PUT',
            body: {
              type: 'project',
              deliverables: [{ name: 'service-chart', type: 'chart', version: '3.9.0' }],
            },
          }}
        />
      ) : (
        <div
          className={cn(
            'mx-auto flex w-full max-w-7xl flex-col gap-4 px-4 py-5 sm:px-6',
            compliance.isPlaceholderData && 'opacity-70',
          )}
        >
          <Kpis data={data} />
          <Deliverables data={data} />
          <Panel title="Projects" description="Most outdated first" padded={false}>
            {projects.length === 0 ? (
              <p className="p-panel text-fg-muted">No project uses anything outdated.</p>
            ) : (
              <ul>
                {projects.map((project) => (
                  <ProjectRow key={project.name} project={project} />
                ))}
              </ul>
            )}
          </Panel>
        </div>
      )}
    </div>
  );
}

const percent = (value: number | null) => (value === null ? '–' : `${Math.floor(value)}%`);

function Kpis({ data: { summary, projects } }: { data: ComplianceWire }) {
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

/** For each thing that is used: by how many, and how many of them are behind. */
function Deliverables({ data: { summary } }: { data: ComplianceWire }) {
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

function ProjectRow({ project }: { project: Project }) {
  const { name, deliverables, outdatedCount, totalCount, unknownDeliverables, compliant } = project;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1.5 border-b border-line px-panel py-2.5 last:border-b-0">
      <div className="flex min-w-0 basis-56 flex-col">
        <Link
          href={serviceHref(name)}
          prefetch={false}
          className="self-start rounded-xs font-medium wrap-anywhere hover:underline"
        >
          {name}
        </Link>
        <span
          data-phase={compliant ? 'succeeded' : 'attention'}
          className="nums inline-flex items-center gap-1 text-xs text-phase-fg"
        >
          {compliant && <Check size={12} aria-hidden />}
          {totalCount === 0
            ? 'Uses nothing that counts'
            : compliant
              ? `All ${totalCount} up to date`
              : `${outdatedCount} of ${totalCount} outdated`}
        </span>
      </div>
      <ul className="flex min-w-0 flex-1 basis-72 flex-wrap gap-1.5">
        {[...deliverables]
          .sort((a, b) => Number(b.isOutdated) - Number(a.isOutdated))
          .map((used, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same thing may be used twice
            <li key={`${used.name} ${index}`} className="min-w-0">
              <UsedVersion used={used} />
            </li>
          ))}
        {unknownDeliverables.map((unknown) => (
          <li key={unknown} className="min-w-0">
            <span
              data-tip="Not in the catalog as something that can be used"
              className="inline-flex h-6 max-w-full items-center rounded-sm border border-dashed border-line-strong px-2 text-xs text-fg-subtle"
            >
              <span className="truncate">{unknown}</span>
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function UsedVersion({ used }: { used: Used }) {
  const { name, type, currentVersion, referenceVersion, latestVersion, isOutdated, isLatest } = used;
  return (
    <span
      data-phase={isOutdated ? 'attention' : undefined}
      data-tip={`${typeLabel[type]} ${name}\nReference ${referenceVersion || 'not set'}, latest ${latestVersion || 'not known'}`}
      className={cn(
        'inline-flex h-6 max-w-full items-center gap-1.5 rounded-sm border px-2 text-xs',
        isOutdated ? 'border-phase-border bg-phase-bg text-phase-fg' : 'border-line-strong text-fg-muted',
      )}
    >
      <EntryGlyph type={type} size={12} />
      <span className="truncate">{name}</span>
      <span className="font-mono text-2xs">{currentVersion || 'no version'}</span>
      {isOutdated && (
        <span className="inline-flex items-center gap-1 font-mono text-2xs">
          <ArrowRight size={11} aria-hidden />
          <span className="sr-only">outdated, should be </span>
          {referenceVersion}
        </span>
      )}
      {isLatest && <span className="text-2xs text-fg-subtle">latest</span>}
    </span>
  );
}

function download(data: ComplianceWire) {
  const rows = data.projects.flatMap((project) =>
    project.deliverables.map((used) => [
      project.name,
      used.name,
      used.type,
      used.currentVersion,
      used.referenceVersion,
      used.latestVersion,
      used.isOutdated ? 'yes' : 'no',
    ]),
  );
  const text = toCsv([
    ['project', 'deliverable', 'type', 'used', 'reference', 'latest', 'outdated'],
    ...rows,
  ]);
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'version-compliance.csv';
  link.click();
  URL.revokeObjectURL(url);
}

function ComplianceSkeleton() {
  return (
    <div role="status" className="mx-auto flex w-full max-w-7xl flex-col gap-4 px-4 py-5 sm:px-6">
      <span className="sr-only">Loading version compliance</span>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {[0, 1, 2, 3].map((box) => (
          <Skeleton key={box} height="6.2rem" className="rounded-lg" />
        ))}
      </div>
      <Skeleton height="16rem" className="rounded-lg" />
      <Skeleton height="24rem" className="rounded-lg" />
    </div>
  );
}
