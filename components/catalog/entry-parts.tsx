'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { serviceHref } from '@/components/frame/navigation';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { catalogListOptions } from '@/lib/catalog/queries';
import type { EntryWire } from '@/lib/catalog/schemas';
import { OutdatedBadge } from './entry-badges';
import { EntryGlyph } from './entry-glyph';
import { usedParts, usedPartsQuery } from './used-parts';

/** What the service uses in which version, outdated parts first. */
export function EntryParts({ entry }: { entry: EntryWire }) {
  const query = usedPartsQuery(entry);
  const known = useInfiniteQuery({ ...catalogListOptions(query ?? ''), enabled: query !== null });
  if (query === null) return null;
  const parts = usedParts(entry.deliverables, known.data?.pages.flatMap((page) => page.items) ?? []);
  const outdated = parts.filter((part) => part.outdated).length;
  return (
    <Panel
      title="Deliverables"
      description={
        outdated === 0
          ? 'What it uses; nothing is older than it should be'
          : `What it uses; ${outdated} of ${parts.length} outdated`
      }
      padded={false}
      actions={
        <Link
          href="/catalog?view=compliance"
          prefetch={false}
          className="rounded-xs text-xs text-accent-fg hover:underline"
        >
          All projects
        </Link>
      }
    >
      <Table label={`Deliverables of ${entry.name}`}>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Used</Th>
            <Th>Should be</Th>
            <Th>Latest</Th>
            <Th>
              <span className="sr-only">State</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same part may be used twice
            <Tr key={`${part.name} ${index}`}>
              <Td>
                <span className="flex items-center gap-2" title={part.description || undefined}>
                  <EntryGlyph type={part.type} size={14} labelled className="text-fg-muted" />
                  <Link
                    href={serviceHref(part.name)}
                    prefetch={false}
                    className="rounded-xs font-medium hover:underline"
                  >
                    {part.name}
                  </Link>
                </span>
              </Td>
              <Td mono>{part.version || <span className="text-fg-subtle">not said</span>}</Td>
              <Td mono className="text-fg-muted">
                {part.referenceVersion || '–'}
              </Td>
              <Td mono className="text-fg-muted">
                {part.latestVersion || '–'}
              </Td>
              <Td align="end">
                {part.outdated ? (
                  <OutdatedBadge />
                ) : (
                  part.unknown && known.isSuccess && <span className="text-fg-subtle">Not described</span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
