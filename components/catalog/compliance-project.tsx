import { ArrowRight, Check } from 'lucide-react';
import Link from 'next/link';
import { serviceHref } from '@/components/frame/navigation';
import { cn } from '@/components/ui/cn';
import type { ComplianceWire } from '@/lib/catalog/operations';
import { EntryGlyph } from './entry-glyph';
import { typeLabel } from './labels';

type Project = ComplianceWire['projects'][number];
type Used = Project['deliverables'][number];

/** A project with everything it uses, what is outdated first. */
export function ProjectRow({ project }: { project: Project }) {
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
