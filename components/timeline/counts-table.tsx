'use client';

import { Download } from 'lucide-react';
import { useTimeZone } from '@/components/frame/preferences';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel, phaseStack } from '@/components/glyphs/phases';
import { formatDuration, formatRange } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { download } from '@/components/ui/download';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { HistogramWire } from '@/lib/events/timeline-operations';
import { countRows, countsCsv } from './counts-csv';

const phases = [...phaseStack].reverse();

/** The histogram in numbers, to read and to take along. */
export function CountsTable({ data, onClose }: { data: HistogramWire; onClose: () => void }) {
  const { timeZone } = useTimeZone();
  const rows = countRows(data).reverse();
  const save = () => {
    const [from, to] = [data.from, data.to].map((at) => at.slice(0, 16).replaceAll(':', ''));
    download(`events-${from}-${to}.csv`, countsCsv(data));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Events over time"
      description={`${formatRange(data.from, data.to, timeZone)}, by the start of the event, in steps of ${formatDuration(data.binMs)}. Steps without events are left out.`}
      width="lg"
      footer={
        <Button icon={<Download size={14} aria-hidden />} onClick={save}>
          Download CSV
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className="text-fg-muted">No event starts in this range.</p>
      ) : (
        <div className="-mx-4">
          <Table label="Events over time">
            <thead>
              <tr>
                <Th>Time</Th>
                {phases.map((phase) => (
                  <Th key={phase} align="end">
                    <span className="inline-flex items-center gap-1">
                      <PhaseMark phase={phase} size={10} />
                      {phaseLabel[phase]}
                    </span>
                  </Th>
                ))}
                <Th align="end">Total</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Tr key={row.from}>
                  <Td className="nums whitespace-nowrap">{formatRange(row.from, row.to, timeZone)}</Td>
                  {phases.map((phase) => (
                    <Td
                      key={phase}
                      align="end"
                      className={row.counts[phase] === 0 ? 'text-fg-subtle' : undefined}
                    >
                      {row.counts[phase]}
                    </Td>
                  ))}
                  <Td align="end" className="font-medium">
                    {row.total}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Dialog>
  );
}
