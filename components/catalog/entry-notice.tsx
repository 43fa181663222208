'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { Allowed } from '@/components/frame/allowed';
import { Time } from '@/components/time/time';
import { Button, buttonClass } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { placeOfEntry } from '@/lib/catalog/place';
import { catalogKeys, patchEntry } from '@/lib/catalog/queries';
import type { EntryWire } from '@/lib/catalog/schemas';
import type { AnswerError } from '@/lib/http/client';
import { editHref } from './addresses';

/** What there is to do about an entry that nobody described, or that was deleted. */
export function EntryNotice({ entry }: { entry: EntryWire }) {
  if (entry.gone) return <GoneNotice entry={entry} />;
  if (!entry.discovered) return null;
  return (
    <section
      aria-label="Discovered"
      data-phase="planned"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-dashed border-phase-border bg-phase-bg px-panel py-2.5"
    >
      <p className="min-w-0 flex-1 basis-72">
        <strong className="font-semibold text-phase-fg">Discovered.</strong>{' '}
        {entry.firstSeenAt ? (
          <>
            Its events have named it since <Time value={entry.firstSeenAt} show="date" />
            {entry.ownerSource === 'events' && <>; the owner comes from them, too</>}.
          </>
        ) : (
          'Another service says that it depends on it.'
        )}{' '}
        Nobody has said yet what it is, who answers for it or what it needs.
      </p>
      <Allowed scope="catalog:write" place={placeOfEntry(entry.name)}>
        <Link href={editHref(entry.name)} prefetch={false} className={buttonClass('primary')}>
          Complete it
        </Link>
      </Allowed>
    </section>
  );
}

function GoneNotice({ entry }: { entry: EntryWire }) {
  const client = useQueryClient();
  const revive = useMutation<EntryWire, AnswerError>({
    mutationFn: () => patchEntry(entry.name, entry.revision, {}),
    onSuccess: (back) => {
      client.setQueryData(catalogKeys.entry(entry.name), back);
      void client.invalidateQueries({ queryKey: catalogKeys.all });
      toast({ title: `${entry.name} is back`, text: 'With everything that was said of it.' });
    },
    onError: (error) => toast({ tone: 'failed', title: 'It was not brought back', text: error.message }),
  });
  return (
    <section
      aria-label="Gone"
      data-phase="aborted"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-phase-border bg-phase-bg px-panel py-2.5"
    >
      <p className="min-w-0 flex-1 basis-72">
        <strong className="font-semibold">Deleted</strong> by {entry.updatedBy || 'somebody'}{' '}
        {entry.goneAt && <Time value={entry.goneAt} />}. What was said of it is kept, and so are its events. A
        new event shows it as discovered again.
      </p>
      <Allowed scope="catalog:write" place={placeOfEntry(entry.name)}>
        <Button busy={revive.isPending} onClick={() => revive.mutate()}>
          Bring it back
        </Button>
      </Allowed>
    </section>
  );
}
