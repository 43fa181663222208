'use client';

import {
  ArrowDown,
  ArrowRight,
  ArrowUp,
  Download,
  EqualNot,
  type LucideIcon,
  Minus,
  Plus,
  Replace,
  Undo2,
} from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { environmentHref, serviceHref } from '@/components/frame/navigation';
import { useTimeZone } from '@/components/frame/preferences';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { formatAbsolute } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { download } from '@/components/ui/download';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toCsv } from '@/lib/csv';
import type { CellDeploymentWire, DifferenceWire } from '@/lib/deployments/schemas';
import { VersionLink } from './deployment-parts';
import { counted, versionText } from './words';

type Item = DifferenceWire['items'][number];
type Change = Item['change'];

type Look = { word: string; icon: LucideIcon; phase?: string };

const changes: Record<Change, Look> = {
  upgraded: { word: 'Upgraded', icon: ArrowUp },
  rolled_back: { word: 'Rolled back', icon: Undo2, phase: 'attention' },
  changed: { word: 'Changed', icon: Replace },
  added: { word: 'Added', icon: Plus },
  removed: { word: 'Gone', icon: Minus },
};
/** Between two places nothing moved: how the second stands to the first. */
const standings: Record<Change, Look> = {
  upgraded: { word: 'Ahead', icon: ArrowUp },
  rolled_back: { word: 'Behind', icon: ArrowDown },
  changed: { word: 'Different', icon: EqualNot },
  added: { word: 'Only there', icon: Plus },
  removed: { word: 'Missing', icon: Minus },
};

/** What differs, by service and place; as a list where there is no room for columns. */
export function Differences({ answer }: { answer: DifferenceWire }) {
  const { timeZone } = useTimeZone();
  const [only, setOnly] = useState<Change | null>(null);
  const places = answer.left.environment !== null;
  const looks = places ? standings : changes;
  const counts = (Object.keys(changes) as Change[])
    .map((change) => ({ change, count: answer.items.filter((item) => item.change === change).length }))
    .filter(({ count }) => count > 0);
  const items = answer.items.filter(({ change }) => only === null || change === only);
  const sideName = (side: DifferenceWire['left']) =>
    side.environment ?? formatAbsolute(side.at, timeZone, 'minute');
  const csv = () =>
    download(
      'deployments-compared.csv',
      toCsv([
        [
          'Service',
          'Environment',
          `${sideName(answer.left)}`,
          `${sideName(answer.right)}`,
          'Change',
          'Deployments',
        ],
        ...items.map(({ service, environment, left, right, change, deployments }) => [
          service,
          environment ?? '',
          left ? versionText(left.version) : '',
          right ? versionText(right.version) : '',
          looks[change].word.toLowerCase(),
          deployments ?? '',
        ]),
      ]),
    );
  if (answer.items.length === 0)
    return (
      <EmptyState
        title={places ? 'Both run the same' : 'Nothing changed in between'}
        text={
          places
            ? `Every service that is in ${answer.left.environment} or ${answer.right.environment} runs the same version in both.`
            : 'Every service runs what it ran. Choose an earlier instant, or compare two environments.'
        }
      />
    );
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
        <p className="mr-1 text-fg-muted" aria-live="polite">
          {counted(
            answer.items.length,
            places ? 'service differs' : 'place changed',
            places ? 'services differ' : 'places changed',
          )}
          {places && `: how ${answer.right.environment} stands to ${answer.left.environment}`}
        </p>
        {counts.map(({ change, count }) => (
          <Button
            key={change}
            size="sm"
            variant={only === change ? 'secondary' : 'ghost'}
            aria-pressed={only === change}
            onClick={() => setOnly(only === change ? null : change)}
          >
            {looks[change].word} <span className="nums text-fg-subtle">{count}</span>
          </Button>
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          icon={<Download size={13} aria-hidden />}
          onClick={csv}
          data-print="hide"
        >
          CSV
        </Button>
      </div>
      <div className="@max-2xl:hidden">
        <Table label="What differs">
          <thead>
            <tr>
              <Th>Service</Th>
              {!places && <Th>Environment</Th>}
              <Th>{sideName(answer.left)}</Th>
              <Th>{sideName(answer.right)}</Th>
              <Th>{places ? `${answer.right.environment} is` : 'Change'}</Th>
              {!places && <Th align="end">Deployments</Th>}
            </tr>
          </thead>
          <tbody>
            {items.map((item, index) => (
              <Tr key={`${item.service}\n${item.environment}`}>
                <Td>
                  <Link
                    href={serviceHref(item.service)}
                    prefetch={false}
                    // Named once for all of its places; screen readers hear it in each row.
                    tabIndex={items[index - 1]?.service === item.service ? -1 : undefined}
                    className={cn(
                      'rounded-xs font-medium hover:underline',
                      items[index - 1]?.service === item.service && 'opacity-0 focus:opacity-100',
                    )}
                  >
                    {item.service}
                  </Link>
                </Td>
                {item.environment !== null && (
                  <Td>
                    <EnvironmentTag name={item.environment} plain />
                  </Td>
                )}
                <Td>
                  <Version service={item.service} deployment={item.left} muted />
                </Td>
                <Td>
                  <Version service={item.service} deployment={item.right} />
                </Td>
                <Td>
                  <ChangeWord look={looks[item.change]} />
                </Td>
                {item.environment !== null && (
                  <Td align="end">
                    <Link
                      href={environmentHref(item.environment, {
                        service: item.service,
                        from: answer.left.at,
                        to: answer.right.at,
                      })}
                      prefetch={false}
                      className="rounded-xs underline decoration-line-strong underline-offset-3 hover:text-accent-fg"
                    >
                      {item.deployments}
                      <span className="sr-only"> deployments</span>
                    </Link>
                  </Td>
                )}
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <DifferenceList items={items} looks={looks} />
    </>
  );
}

/** The same where there is no room for columns. */
function DifferenceList({ items, looks }: { items: readonly Item[]; looks: Record<Change, Look> }) {
  return (
    <ul aria-label="What differs" className="@2xl:hidden">
      {items.map((item) => (
        <li
          key={`${item.service}\n${item.environment}`}
          className="flex flex-col gap-1 border-b border-line px-4 py-2.5"
        >
          <span className="flex items-baseline gap-2">
            <Link href={serviceHref(item.service)} prefetch={false} className="min-w-0 truncate font-medium">
              {item.service}
            </Link>
            {item.environment !== null && (
              <EnvironmentTag name={item.environment} plain className="text-xs text-fg-muted" />
            )}
            <span className="ml-auto shrink-0 text-xs">
              <ChangeWord look={looks[item.change]} />
            </span>
          </span>
          <span className="flex min-w-0 flex-wrap items-center gap-x-2">
            <Plain service={item.service} deployment={item.left} />
            <ArrowRight size={12} aria-hidden className="shrink-0 text-fg-subtle" />
            <span className="sr-only">to</span>
            <Plain service={item.service} deployment={item.right} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Plain({ service, deployment }: { service: string; deployment: CellDeploymentWire | null }) {
  return deployment ? (
    <VersionLink service={service} version={deployment.version} />
  ) : (
    <span className="text-xs text-fg-subtle">nothing</span>
  );
}

function Version(props: { service: string; deployment: CellDeploymentWire | null; muted?: boolean }) {
  const { service, deployment, muted = false } = props;
  if (!deployment) return <span className="text-fg-subtle">nothing</span>;
  return (
    <span className="inline-flex items-baseline gap-2">
      <VersionLink
        service={service}
        version={deployment.version}
        className={muted ? 'text-fg-muted' : 'font-medium'}
      />
      <span className="text-2xs text-fg-subtle">
        <Time value={deployment.until ?? deployment.at} focusable={false} />
        {deployment.by && ` · ${deployment.by}`}
      </span>
    </span>
  );
}

function ChangeWord({ look: { icon: Icon, phase, word } }: { look: Look }) {
  return (
    <span
      data-phase={phase}
      className={cn(
        'inline-flex items-center gap-1.5',
        phase ? 'font-medium text-phase-fg' : 'text-fg-muted',
      )}
    >
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}
