'use client';

import { ChevronDown } from 'lucide-react';
import { PriorityBadge } from '@/components/glyphs/badges';
import { SeverityMark } from '@/components/incidents/board/incident-parts';
import { severityWord } from '@/components/incidents/board/words';
import { Menu, MenuItem } from '@/components/ui/menu';
import { priorities } from '@/lib/events/vocabulary';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { usePatch } from './mutations';

/** How grave it is; a person's word stays, whatever triage says later. */
export function SeverityMenu({ incident, fixed }: { incident: IncidentDetailWire; fixed: boolean }) {
  const patch = usePatch(incident);
  const { severity } = incident;
  if (fixed) return <SeverityMark severity={severity} />;
  const word = severity ? severityWord[severity].toLowerCase() : 'not judged';
  return (
    <Menu
      label="Severity"
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Severity ${severity ?? ''} ${word}: change`}
          className="inline-flex items-center gap-0.5 rounded-sm pr-0.5 hover:bg-surface-2 aria-expanded:bg-surface-2 pointer-coarse:min-h-9"
        >
          <SeverityMark severity={severity} />
          <ChevronDown size={12} aria-hidden className="text-fg-subtle print:hidden" />
        </button>
      }
    >
      {priorities.map((value) => (
        <MenuItem
          key={value}
          disabled={value === severity}
          icon={<PriorityBadge priority={value} />}
          onSelect={() => patch.mutate({ severity: value })}
        >
          {severityWord[value]}
        </MenuItem>
      ))}
    </Menu>
  );
}
