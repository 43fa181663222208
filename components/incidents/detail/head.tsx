'use client';

import Link from 'next/link';
import { Refused } from '@/components/frame/allowed';
import { serviceHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { IncidentStatusMark } from '@/components/incidents/board/incident-parts';
import { incidentCategoryLabel } from '@/components/incidents/board/words';
import { useIncidentRights } from '@/components/incidents/rights';
import { Badge } from '@/components/ui/badge';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { Actions } from './actions';
import { SeverityMenu } from './severity-menu';
import { TitleEdit } from './title-edit';

/** What it is and where it stands, and what can be done about it. */
export function Head({ incident }: { incident: IncidentDetailWire }) {
  const { number, status, service, environment, category, mergedInto } = incident;
  const { permission, offered } = useIncidentRights(incident);
  const fixed = mergedInto !== null || !offered;
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-96">
        <div className="mb-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
          <SeverityMenu incident={incident} fixed={fixed || !permission.allowed} />
          <span className="nums font-mono text-xs text-fg-muted">#{number}</span>
          <IncidentStatusMark status={status} className="font-medium" />
          <span aria-hidden className="text-line-strong">
            ·
          </span>
          <Link href={serviceHref(service)} className="font-medium wrap-anywhere hover:underline">
            {service}
          </Link>
          {environment !== null && <EnvironmentTag name={environment} />}
          <Badge>{incidentCategoryLabel[category]}</Badge>
        </div>
        <Refused permission={permission}>
          <TitleEdit incident={incident} disabled={fixed} permission={permission} />
        </Refused>
      </div>
      <Actions incident={incident} />
    </header>
  );
}
