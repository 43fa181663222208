import { usePermissions } from '@/components/frame/permissions';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { cn } from '@/components/ui/cn';
import type { AvailabilityItemWire } from '@/lib/locks/operations';
import type { AcquirePrefill } from './acquire-dialog';
import { type Cell, matrixOf } from './availability-matrix';
import { type AvailabilityStatus, availabilityLooks, statusWords } from './availability-words';

type Props = {
  onOpen: (id: string) => void;
  onAcquire: (prefill: AcquirePrefill) => void;
};

/** All environments at a glance: the first row is each as a whole, then every service that somebody has a lock of. */
export function AvailabilityTable(props: Props & { items: readonly AvailabilityItemWire[] }) {
  const { items, onOpen, onAcquire } = props;
  const { environments, rows } = matrixOf(items);
  return (
    <>
      <section
        aria-label="Where one can deploy"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative overflow-x-auto @max-3xl:hidden"
      >
        <table className="w-full border-collapse text-left">
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky left-0 z-1 h-9 min-w-40 border-r border-b border-line bg-surface-0 px-4 text-xs font-medium text-fg-subtle"
              >
                Service
              </th>
              {environments.map((name) => (
                <th
                  key={name ?? ''}
                  scope="col"
                  className="h-9 min-w-28 border-b border-line px-2 text-xs font-medium"
                >
                  {name === null ? 'No environment' : <EnvironmentTag name={name} plain />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ service, cells }) => (
              <tr key={service ?? ''} className="border-b border-line">
                <th
                  scope="row"
                  className="sticky left-0 z-1 max-w-56 truncate border-r border-line bg-surface-0 px-4 text-left font-medium"
                >
                  {service ?? <span className="text-fg-muted">All others</span>}
                </th>
                {cells.map((cell) => (
                  <td key={cell.environment ?? ''} className="h-row p-1">
                    <MatrixCell cell={cell} onOpen={onOpen} onAcquire={onAcquire} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ul aria-label="Where one can deploy" className="@3xl:hidden">
        {environments.map((name, column) => (
          <li key={name ?? ''} className="border-b border-line px-4 py-3">
            <h3 className="mb-1.5 font-medium">
              {name === null ? 'No environment' : <EnvironmentTag name={name} plain />}
            </h3>
            <ul className="flex flex-col gap-1">
              {rows.flatMap(({ service, cells }) => {
                const cell = cells[column];
                if (!cell || (service !== null && cell.derived)) return [];
                return (
                  <li key={service ?? ''} className="flex items-center gap-2">
                    <span className="w-2/5 shrink-0 truncate text-fg-muted">{service ?? 'All others'}</span>
                    <MatrixCell cell={cell} onOpen={onOpen} onAcquire={onAcquire} />
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
      <p className="px-4 py-3 text-xs text-fg-subtle">
        Services that are not listed are as “All others”. A lock of an environment blocks every service in it;
        choose a service above to see it alone.
      </p>
    </>
  );
}

function MatrixCell({ cell, onOpen, onAcquire }: { cell: Cell } & Props) {
  const status: AvailabilityStatus = cell.service === null && cell.status === 'partly' ? 'free' : cell.status;
  const { phase, word, icon: Icon } = availabilityLooks[status];
  const { may } = usePermissions();
  const { lock, environment, service } = cell;
  const where = `${service ?? 'All others'} in ${environment ?? 'no environment'}`;
  const press = () => {
    if (lock) onOpen(lock.id);
    else
      onAcquire({
        ...(environment ? { environment } : {}),
        ...(service ? { service, resource: 'deployment' } : {}),
      });
  };
  const base = 'flex h-full min-h-8 w-full min-w-0 items-center gap-1.5 rounded-sm px-2 text-left text-xs';
  if (
    !lock &&
    (!may('locks:write', { service, environment }).allowed || (environment === null && service === null))
  )
    return (
      <span data-phase={phase} className={cn(base, 'text-fg-subtle')}>
        <Icon size={13} aria-hidden className="shrink-0 text-phase-fg" />
        {word.toLowerCase()}
      </span>
    );
  const before = `${status} by `;
  const after = statusWords(cell).slice(before.length + (lock?.holder.length ?? 0));
  return (
    <button
      type="button"
      data-phase={phase}
      data-tip={
        lock
          ? `${where}: ${statusWords(cell)}${lock.reason ? `\n${lock.reason}` : ''}`
          : `${where}: free. Press to acquire it.`
      }
      onClick={press}
      className={cn(
        base,
        status === 'free'
          ? 'text-fg-subtle hover:bg-surface-2 hover:text-fg'
          : cell.derived
            ? 'text-fg-subtle hover:bg-surface-2 hover:text-fg'
            : 'border border-phase-border bg-phase-bg text-phase-fg hover:border-phase-solid',
      )}
    >
      <Icon size={13} aria-hidden className="shrink-0 text-phase-fg" />
      {/* The name is made of what is shown and the words around it, so that it can be spoken. */}
      <span className="sr-only">{`${where}: ${lock ? before : ''}`}</span>
      <span className="min-w-0 flex-1 truncate">{lock ? lock.holder : word.toLowerCase()}</span>
      <span className="sr-only">
        {status === 'free' ? ', acquire it' : lock ? after : `, ${statusWords(cell)}`}
      </span>
      {lock && cell.queueLength > 0 && (
        <span className="nums shrink-0">
          <span className="sr-only">, </span>+{cell.queueLength}
          <span className="sr-only"> waiting</span>
        </span>
      )}
    </button>
  );
}
