'use client';

import { SafeLink } from '@/components/events/safe-link';
import { Time } from '@/components/time/time';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { EntryWire } from '@/lib/catalog/schemas';
import { severities } from '@/lib/catalog/vocabulary';
import { severityFill } from './entry-badges';
import { severityLabel } from './labels';

/** What scans have found, in total and per source. */
export function EntryVulnerabilities({ entry: { name, vulnerabilities } }: { entry: EntryWire }) {
  if (vulnerabilities === null) return null;
  const { total, sources, lastUpdatedAt } = vulnerabilities;
  const share = (count: number) => `${(count / Math.max(1, total)) * 100}%`;
  return (
    <Panel
      title="Vulnerabilities"
      description={total === 0 ? 'None are known' : `${total.toLocaleString('en-GB')} known`}
      padded={false}
      actions={
        lastUpdatedAt && (
          <span className="text-xs text-fg-subtle">
            Updated <Time value={lastUpdatedAt} />
          </span>
        )
      }
    >
      {total > 0 && (
        <div className="px-panel pt-3 pb-2">
          <div aria-hidden className="flex h-2.5 gap-px overflow-hidden rounded-xs">
            {severities.map(
              (severity) =>
                vulnerabilities[severity] > 0 && (
                  <span
                    key={severity}
                    style={{ width: share(vulnerabilities[severity]), background: severityFill[severity] }}
                  />
                ),
            )}
          </div>
          <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
            {severities.map((severity) => (
              <div key={severity} className="flex items-center gap-1.5">
                <span
                  aria-hidden
                  className="size-2 rounded-xs"
                  style={{ background: severityFill[severity] }}
                />
                <dt className="text-fg-muted">{severityLabel[severity]}</dt>
                <dd className="nums font-medium">{vulnerabilities[severity].toLocaleString('en-GB')}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {sources.length > 0 && (
        <Table label={`Vulnerabilities of ${name} per source`}>
          <thead>
            <tr>
              <Th>Source</Th>
              {severities.map((severity) => (
                <Th key={severity} align="end">
                  {severityLabel[severity]}
                </Th>
              ))}
              <Th align="end">Total</Th>
              <Th align="end">Scanned</Th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sources have no identity but their place
              <Tr key={index}>
                <Td>
                  <span className="flex items-baseline gap-2" title={source.description || undefined}>
                    <SafeLink
                      href={source.url}
                      className={source.url ? 'rounded-xs font-medium hover:underline' : 'font-medium'}
                    >
                      {source.name || 'Unnamed source'}
                    </SafeLink>
                    <span className="text-xs text-fg-subtle">
                      {[source.type, source.scanVersion].filter(Boolean).join(' ')}
                    </span>
                  </span>
                </Td>
                {severities.map((severity) => (
                  <Td
                    key={severity}
                    align="end"
                    className={source[severity] === 0 ? 'text-fg-subtle' : undefined}
                  >
                    {source[severity].toLocaleString('en-GB')}
                  </Td>
                ))}
                <Td align="end" className="font-medium">
                  {source.total.toLocaleString('en-GB')}
                </Td>
                <Td align="end" className="text-fg-muted">
                  {source.lastScanAt ? <Time value={source.lastScanAt} /> : '–'}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
