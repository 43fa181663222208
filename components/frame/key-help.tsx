'use client';

import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { useBoundKeys } from './keys';

/** Every key that works right now, by where it works. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const groups = useBoundKeys();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys" width="lg">
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map(({ group, keys }) => (
          <section key={group} className="mb-6 break-inside-avoid">
            <h3 className="mb-1 text-2xs font-medium text-fg-subtle">{group}</h3>
            <dl>
              {keys.map(({ keys: pressed, label }) => (
                <div
                  key={pressed}
                  className="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-b-0"
                >
                  <dt>{label}</dt>
                  <dd>
                    <Kbd keys={pressed} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="text-fg-subtle">Keys rest while you type in a field.</p>
    </Dialog>
  );
}
