'use client';

import { ExternalLink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { SafeLink } from '@/components/events/safe-link';
import { formatDuration } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { SearchInput } from '@/components/ui/input';
import { Facts, Panel } from '@/components/ui/panel';
import { allowedDowntimeMs } from '@/lib/catalog/allowed-downtime';
import type { EntryWire } from '@/lib/catalog/schemas';
import { httpUrl } from '@/lib/links';
import { SlaBadge } from './entry-badges';
import { channelLabel, dashboardLabel, languageLabel, platformLabel, typeLabel } from './labels';

type Fact = { term: string; value: ReactNode };
const fact = (term: string, value: ReactNode): Fact[] => (value ? [{ term, value }] : []);
const none = <span className="text-fg-subtle">Not said</span>;
const linkClass = 'rounded-xs text-accent-fg wrap-anywhere hover:underline';

/** Who, what, since when. */
export function EntryFacts({ entry }: { entry: EntryWire }) {
  return (
    <Panel title="About">
      <Facts
        facts={[
          {
            term: 'Owner',
            value: entry.owner ? (
              <>
                <span className="font-medium">{entry.owner}</span>
                {entry.ownerSource === 'events' && (
                  <span className="text-fg-subtle"> as recent events have it</span>
                )}
              </>
            ) : (
              none
            ),
          },
          { term: 'Type', value: entry.type ? typeLabel[entry.type] : none },
          ...fact('Lifecycle', entry.lifecycle),
          ...fact('Language', entry.language && languageLabel[entry.language]),
          ...fact('Platform', entry.platform && platformLabel[entry.platform]),
          ...fact('Repository', entry.repository && <Repository text={entry.repository} />),
          ...fact(
            'Documentation',
            entry.link && (
              <SafeLink href={entry.link} className={linkClass}>
                {shortUrl(entry.link)}
              </SafeLink>
            ),
          ),
          ...entry.links.map(({ title, url }) => ({
            term: 'Link',
            value: (
              <SafeLink href={url} className={linkClass}>
                {title}
              </SafeLink>
            ),
          })),
          ...fact('First seen', entry.firstSeenAt && <Time value={entry.firstSeenAt} />),
          ...fact('Last seen', entry.lastSeenAt && <Time value={entry.lastSeenAt} />),
          ...(entry.revision > 0
            ? [
                {
                  term: 'Described',
                  value: (
                    <>
                      <Time value={entry.updatedAt} />
                      {entry.updatedBy && <span className="text-fg-muted"> by {entry.updatedBy}</span>}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

/** A link, or a git address to be copied. */
function Repository({ text }: { text: string }) {
  if (httpUrl(text) !== null) {
    return (
      <SafeLink href={text} className={linkClass}>
        {shortUrl(text)}
      </SafeLink>
    );
  }
  return (
    <span className="flex items-center gap-1">
      <span className="min-w-0 font-mono text-xs wrap-anywhere">{text}</span>
      <CopyButton text={text} label="Copy the address" />
    </span>
  );
}

const shortUrl = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');

/** What was promised, and how little downtime that leaves. */
export function EntrySla({ entry: { sla } }: { entry: EntryWire }) {
  if (sla === null) return null;
  const { level, uptimePercentage: uptime, responseTimeMs, description } = sla;
  return (
    <Panel title="Service level" actions={level && <SlaBadge level={level} />}>
      <div className="grid grid-cols-2 gap-3">
        {uptime !== null && (
          <>
            <Figure
              label="Uptime"
              value={`${uptime.toLocaleString('en-GB', { maximumFractionDigits: 4 })}%`}
            />
            <Figure
              label="May be down a month"
              value={allowedDowntimeMs(uptime) === 0 ? 'Never' : formatDuration(allowedDowntimeMs(uptime))}
              tip="Of a month of 30 days"
            />
          </>
        )}
        {responseTimeMs !== null && <Figure label="Answers within" value={formatDuration(responseTimeMs)} />}
      </div>
      {description && <p className="mt-2 text-xs text-fg-muted first:mt-0">{description}</p>}
    </Panel>
  );
}

function Figure({ label, value, tip }: { label: string; value: string; tip?: string }) {
  return (
    <div>
      <p className="text-xs text-fg-subtle">{label}</p>
      <p className="nums text-lg font-semibold" data-tip={tip}>
        {value}
      </p>
    </div>
  );
}

/** Rows before "show all", and from where on one can search. */
const fewVersions = 6;
const manyVersions = 20;
/** Most versions that are put on the page at once. */
const mostVersions = 200;

/** Which versions there are, and which one counts. */
export function EntryVersions({ entry }: { entry: EntryWire }) {
  const [all, setAll] = useState(false);
  const [text, setText] = useState('');
  const { version, latestVersion, referenceVersion, availableVersions } = entry;
  if (!version && !latestVersion && !referenceVersion && availableVersions.length === 0) return null;
  const found = availableVersions.filter((one) => one.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = all ? found.slice(0, mostVersions) : availableVersions.slice(0, fewVersions);
  return (
    <Panel title="Versions" padded={false}>
      <div className="px-panel pt-2">
        <Facts
          facts={[
            ...fact('Current', version && <code className="font-mono text-xs">{version}</code>),
            ...fact('Latest', latestVersion && <code className="font-mono text-xs">{latestVersion}</code>),
            ...fact(
              'Users should have',
              referenceVersion && <code className="font-mono text-xs">{referenceVersion}</code>,
            ),
          ]}
        />
      </div>
      {availableVersions.length > 0 && (
        <div className="border-t border-line px-panel py-2">
          <p className="flex items-baseline gap-2 text-xs font-semibold">
            Available
            <span className="nums font-normal text-fg-subtle">
              {availableVersions.length.toLocaleString('en-GB')}, newest first
            </span>
          </p>
          {all && availableVersions.length > manyVersions && (
            <SearchInput
              aria-label="Find a version"
              placeholder="Find a version"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="mt-2"
            />
          )}
          <ul
            className={all ? 'mt-1 max-h-72 overflow-y-auto' : 'mt-1'}
            tabIndex={all ? 0 : undefined}
            aria-label="Available versions"
          >
            {shown.map((one) => (
              <li key={one} className="flex h-6 items-center gap-2">
                <span className="truncate font-mono text-xs" title={one}>
                  {one}
                </span>
                <span className="text-2xs text-fg-subtle">
                  {[
                    one === latestVersion && 'latest',
                    one === referenceVersion && 'reference',
                    one === version && 'current',
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </li>
            ))}
            {all && found.length > mostVersions && (
              <li className="py-1 text-xs text-fg-subtle">
                {(found.length - mostVersions).toLocaleString('en-GB')} more: search for the one you mean
              </li>
            )}
            {all && found.length === 0 && <li className="py-1 text-fg-muted">No version is called that.</li>}
          </ul>
          {availableVersions.length > fewVersions && (
            <Button variant="ghost" size="sm" className="-ml-2" onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${availableVersions.length.toLocaleString('en-GB')}`}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

/** Where to reach the people. */
export function EntryChannels({ entry: { channels } }: { entry: EntryWire }) {
  if (channels.length === 0) return null;
  return (
    <Panel title="Channels" padded={false}>
      <LinkList
        items={channels.map(({ type, name, url, description }) => ({
          name: name || url || 'Unnamed',
          // A mail address is a link only as mailto:, which is made here and never stored.
          href: httpUrl(url) ?? (url.includes('@') ? `mailto:${encodeURI(url)}` : null),
          note: type ? channelLabel[type] : '',
          description,
        }))}
      />
    </Panel>
  );
}

/** Where to look at it. */
export function EntryDashboards({ entry: { dashboards } }: { entry: EntryWire }) {
  if (dashboards.length === 0) return null;
  return (
    <Panel title="Dashboards" padded={false}>
      <LinkList
        items={dashboards.map(({ type, name, url, description }) => ({
          name: name || url || 'Unnamed',
          href: httpUrl(url),
          note: type ? dashboardLabel[type] : '',
          description,
        }))}
      />
    </Panel>
  );
}

type LinkItem = { name: string; href: string | null; note: string; description: string };

function LinkList({ items }: { items: readonly LinkItem[] }) {
  return (
    <ul className="py-1">
      {items.map(({ name, href, note, description }, index) => {
        const content = (
          <>
            <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
            <span className="text-xs text-fg-subtle">{note}</span>
            {href && <ExternalLink size={12} aria-hidden className="shrink-0 text-fg-subtle" />}
          </>
        );
        const row = 'flex min-h-8 items-center gap-2 px-panel pointer-coarse:min-h-11';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
          <li key={index}>
            {href ? (
              <a
                href={href}
                target={href.startsWith('mailto:') ? undefined : '_blank'}
                rel="noopener noreferrer"
                title={description || undefined}
                className={`${row} hover:bg-surface-2`}
              >
                {content}
              </a>
            ) : (
              <span className={row} title={description || undefined}>
                {content}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
