'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useUrlParam, useUrlValues } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { download } from '@/components/ui/download';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { ComplianceWire } from '@/lib/catalog/operations';
import { complianceOptions } from '@/lib/catalog/queries';
import { type DeliverableType, deliverableTypes } from '@/lib/catalog/vocabulary';
import { toCsv } from '@/lib/csv';
import type { CatalogState } from './catalog-url';
import { CatalogHeader } from './catalog-views';
import { Deliverables } from './compliance-deliverables';
import { ComplianceFigures } from './compliance-figures';
import { ProjectRow } from './compliance-project';
import { EntryGlyph } from './entry-glyph';
import { typeLabel } from './labels';

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
          onClick={() => data && download('version-compliance.csv', complianceCsv(data))}
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
          <ComplianceFigures data={data} />
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

function complianceCsv(data: ComplianceWire): string {
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
  return toCsv([['project', 'deliverable', 'type', 'used', 'reference', 'latest', 'outdated'], ...rows]);
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
