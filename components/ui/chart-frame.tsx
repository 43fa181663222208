'use client';

import { Download, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { toCsv } from '@/lib/csv';
import { Button } from './button';
import { download } from './download';
import { Panel } from './panel';
import { Table, Td, Th, Tr } from './table';

/** A number of a chart as a table and a spreadsheet have it. */
export type ChartTable = {
  head: readonly string[];
  /** Words first, then numbers. `cells` are for the spreadsheet, `shown` is what stands on the page where that differs. */
  rows: readonly { key: string; cells: readonly (string | number)[]; shown?: readonly ReactNode[] }[];
};

/**
 * A chart with its title and unit, the same numbers as a table, and as CSV. The chart keeps its height while it is loaded and while the
 * table takes its place, which then scrolls.
 */
export function ChartFrame(props: {
  title: string;
  /** The unit, and what is counted. */
  description: string;
  /** The name of the file, without its ending. */
  file: string;
  table: ChartTable;
  /** What the colours mean. */
  legend?: ReactNode;
  level?: 2 | 3;
  children: ReactNode;
  className?: string;
}) {
  const { title, description, file, table, legend, level, children, className } = props;
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title={title}
      description={description}
      level={level}
      padded={false}
      className={className}
      actions={
        <div className="flex gap-1" data-print="hide">
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={asTable}
            icon={<Table2 size={13} aria-hidden />}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'Chart' : 'Table'}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={<Download size={13} aria-hidden />}
            onClick={() =>
              download(`${file}.csv`, toCsv([table.head, ...table.rows.map(({ cells }) => cells)]))
            }
          >
            CSV
          </Button>
        </div>
      }
    >
      {asTable ? (
        <div className="h-64 overflow-y-auto">
          <Table label={title}>
            <thead>
              <tr>
                {table.head.map((name, index) => (
                  <Th key={name} align={index === 0 ? 'start' : 'end'}>
                    {name}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map(({ key, cells, shown }) => (
                <Tr key={key}>
                  {(shown ?? cells).map((cell, index) => (
                    <Td key={table.head[index]} align={index === 0 ? 'start' : 'end'} className="nums">
                      {cell}
                    </Td>
                  ))}
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : (
        <figure className="flex h-64 flex-col px-2 pt-3 pb-2" aria-label={`${title}. ${description}`}>
          <div className="min-h-0 flex-1" aria-hidden>
            {children}
          </div>
          {legend && (
            <figcaption className="flex flex-wrap gap-x-4 gap-y-1 px-2 pt-1 text-xs text-fg-muted">
              {legend}
            </figcaption>
          )}
        </figure>
      )}
    </Panel>
  );
}

/** One colour of a chart and what it stands for. */
export function LegendItem({ colour, children }: { colour: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className="size-2 rounded-xs" style={{ background: colour }} />
      {children}
    </span>
  );
}
