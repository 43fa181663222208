import Link from 'next/link';
import { SafeLink } from '@/components/events/safe-link';
import { serviceHref } from '@/components/frame/navigation';
import { Panel } from '@/components/ui/panel';
import type { EntryWire } from '@/lib/catalog/schemas';
import { nameKey } from '@/lib/names';
import { infrastructureLabel } from './labels';

/** What it runs on and stores in. */
export function EntryInfrastructure({ entry: { name, infrastructure } }: { entry: EntryWire }) {
  if (infrastructure.length === 0) return null;
  return (
    <Panel title="Infrastructure" description={`${infrastructure.length} in use`} padded={false}>
      <ul>
        {infrastructure.map((resource, index) => {
          const shared = resource.connectedServices.filter((other) => nameKey(other) !== nameKey(name));
          const metadata = Object.entries(resource.metadata);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: resources have no identity but their place
            <li key={index} className="border-b border-line px-panel py-2.5 last:border-b-0">
              <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
                <span className="font-medium wrap-anywhere">{resource.name || resource.id || 'Unnamed'}</span>
                <span className="text-fg-muted">{resource.type && infrastructureLabel[resource.type]}</span>
                <span className="text-xs text-fg-subtle">
                  {[resource.provider, resource.region].filter(Boolean).join(' · ')}
                </span>
                {resource.endpoint && (
                  <SafeLink
                    href={resource.endpoint}
                    className="font-mono text-xs text-fg-muted wrap-anywhere sm:ml-auto"
                  />
                )}
              </div>
              {resource.description && <p className="mt-0.5 text-fg-muted">{resource.description}</p>}
              {shared.length > 0 && (
                <p className="mt-1 flex flex-wrap gap-x-2.5 text-xs text-fg-muted">
                  Shared with
                  {shared.map((other) => (
                    <Link
                      key={other}
                      href={serviceHref(other)}
                      prefetch={false}
                      className="rounded-xs text-accent-fg hover:underline"
                    >
                      {other}
                    </Link>
                  ))}
                </p>
              )}
              {metadata.length > 0 && (
                <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 font-mono text-xs">
                  {metadata.map(([key, value]) => (
                    <div key={key} className="flex min-w-0 gap-1.5">
                      <dt className="text-fg-subtle">{key}</dt>
                      <dd className="wrap-anywhere">{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
