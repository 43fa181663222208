'use client';

import { Download } from 'lucide-react';
import { useTimeZone } from '@/components/frame/preferences';
import { formatDuration, formatRange } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { download } from '@/components/ui/download';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { IncidentHistogramWire } from '@/lib/incidents/operations';
import { signalLevels } from '@/lib/incidents/vocabulary';
import { levelLabel } from './levels';
import { signalRows, signalsCsv } from './signals-csv';

/** The chart of signals in numbers, to read and to take along. */
export function SignalsTable({ data, onClose }: { data: IncidentHistogramWire; onClose: () => void }) {
  const { timeZone } = useTimeZone();
  const rows = signalRows(data).reverse();
  const save = () => {
    const [from, to] = [data.from, data.to].map((at) => at.slice(0, 16).replaceAll(':', ''));
    download(`signals-${from}-${to}.csv`, signalsCsv(data));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Signals over time"
      description={`${formatRange(data.from, data.to, timeZone)}, in steps of ${formatDuration(data.binMs)}, newest first. Steps without signals are left out.`}
      width="lg"
      footer={
        <Button icon={<Download size={14} aria-hidden />} onClick={save}>
          Download CSV
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className="text-fg-muted">No signal is in this picture.</p>
      ) : (
        <div className="-mx-4">
          <Table label="Signals over time">
            <thead>
              <tr>
                <Th>Time</Th>
                {signalLevels.map((level) => (
                  <Th key={level} align="end">
                    {levelLabel[level]}
                  </Th>
                ))}
                <Th align="end">Total</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Tr key={row.from}>
                  <Td className="nums">{formatRange(row.from, row.to, timeZone)}</Td>
                  {signalLevels.map((level) => (
                    <Td
                      key={level}
                      align="end"
                      className={row.counts[level] === 0 ? 'text-fg-subtle' : undefined}
                    >
                      {row.counts[level]}
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
