'use client';

import { ArrowRight } from 'lucide-react';
import { PanelLink } from '@/components/charts/panel-link';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { Duration } from '@/components/time/time';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { DeliveryChainWire, StepWire } from '@/lib/durations/schemas';
import { linkLabel, linkMeaning } from './words';

/** Where the time went: the links of a chain, slowest first. */
export function ChainLinks({ chain }: { chain: DeliveryChainWire }) {
  const steps = new Map(chain.steps.map((step) => [step.id, step]));
  const links = chain.links.toSorted((a, b) => b.durationMs - a.durationMs);
  const longest = Math.max(1, ...links.map(({ durationMs }) => durationMs));
  return (
    <Panel title="Where the time went" description="Links of this chain, slowest first" padded={false}>
      <Table label="Links of this chain">
        <thead>
          <tr>
            <Th>Link</Th>
            <Th align="end">Took</Th>
            <Th>From</Th>
            <Th>To</Th>
          </tr>
        </thead>
        <tbody>
          {links.map(({ kind, from, to, durationMs }) => (
            <Tr key={`${kind} ${from} ${to}`}>
              <Td>
                <span data-tip={linkMeaning[kind]} className="font-medium">
                  {linkLabel[kind]}
                </span>
              </Td>
              <Td align="end">
                <span className="flex items-center justify-end gap-2">
                  <span aria-hidden className="h-2 w-24 max-sm:hidden">
                    <span
                      className="ml-auto block h-full rounded-xs bg-accent"
                      style={{ width: `${Math.max(durationMs > 0 ? 2 : 0, (durationMs / longest) * 100)}%` }}
                    />
                  </span>
                  <Duration millis={durationMs} />
                </span>
              </Td>
              <Td>
                <StepLink step={steps.get(from)} />
              </Td>
              <Td>
                <span className="flex items-center gap-2">
                  <ArrowRight size={13} aria-hidden className="shrink-0 text-fg-subtle" />
                  <StepLink step={steps.get(to)} />
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function StepLink({ step }: { step: StepWire | undefined }) {
  if (!step) return null;
  return (
    <PanelLink
      changes={{ event: step.id }}
      className="flex max-w-80 min-w-0 items-center gap-1.5 rounded-xs hover:underline"
    >
      <KindGlyph kind={step.kind} phase={step.phase} size={13} />
      <span className="truncate">{step.title}</span>
    </PanelLink>
  );
}
