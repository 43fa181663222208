'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Copy, Ellipsis, Link2, Pencil, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Refused, useAllowed } from '@/components/frame/allowed';
import { useKeys } from '@/components/frame/keys';
import { announce } from '@/components/frame/live-region';
import { useOrigin } from '@/components/frame/origin';
import { useCurl } from '@/components/frame/use-curl';
import { useUrlState } from '@/components/frame/use-url-state';
import { statusLabel } from '@/components/glyphs/phases';
import { Button, IconButton } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { placeOfEvent } from '@/lib/events/place';
import { type ChangelogWire, changelogOptions, eventKeys } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import type { AnswerError } from '@/lib/http/client';
import { draftOf } from './draft-of';
import { useUpdateEvent } from './mutations';
import { type StatusMove, statusMoves } from './status-moves';

const EditDialog = dynamic(() => import('./edit-dialog').then((module) => module.EditDialog), { ssr: false });
const DeleteDialog = dynamic(() => import('./delete-dialog').then((module) => module.DeleteDialog), {
  ssr: false,
});

/** What can be done with an event, at the foot of its panel or the head of its page. */
export function EventActions({ event, place }: { event: EventWire; place: 'panel' | 'page' }) {
  const client = useQueryClient();
  const router = useRouter();
  const origin = useOrigin();
  const curl = useCurl();
  const { setUrl } = useUrlState();
  const update = useUpdateEvent(event);
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const permission = useAllowed('events:write', placeOfEvent(event));
  const offered = permission.allowed || !permission.never;
  const moves = offered ? statusMoves(event) : [];
  const [first, second, ...others] = moves;

  const move = ({ status }: StatusMove) => {
    update.mutate(
      { status },
      {
        onSuccess: () => announce(`Status is now ${statusLabel[status]}`),
        onError: (error) => void explain(error),
      },
    );
  };
  const explain = async (error: AnswerError) => {
    if (error.status !== 412) {
      toast({ tone: 'failed', title: 'The status was not changed', text: error.message });
      return;
    }
    await client.invalidateQueries({ queryKey: eventKeys.event(event.id) });
    const log = await client.query(changelogOptions(event.id)).catch((): ChangelogWire | null => null);
    const last = log?.items.at(-1);
    toast({
      tone: 'failed',
      title: 'Somebody was faster',
      text: `${last && last.seq > 0 ? `${last.actor} changed this event meanwhile` : 'This event was changed meanwhile'}, so yours was not applied. You see it as it is now.`,
    });
  };
  const copy = async (what: string, text: string) => {
    const copied = await copyText(text);
    toast(copied ? { title: `${what} copied` } : { tone: 'failed', title: 'Could not copy', text });
  };
  useKeys('Event', {
    e: { label: 'Edit the event', permission, run: () => setDialog('edit') },
    'shift+c': {
      label: 'Copy a link to the event',
      run: () => void copy('Link', `${origin}/events/${event.id}`),
    },
  });

  return (
    <>
      <Refused permission={permission}>
        {[first, second].map(
          (one) =>
            one && (
              <Button
                key={one.status}
                size="sm"
                busy={update.isPending && update.variables?.status === one.status}
                disabled={update.isPending}
                onClick={() => move(one)}
              >
                {one.label}
              </Button>
            ),
        )}
        {offered && (
          <Button
            size="sm"
            variant="ghost"
            icon={<Pencil size={13} aria-hidden />}
            onClick={() => setDialog('edit')}
            aria-haspopup="dialog"
          >
            Edit
          </Button>
        )}
      </Refused>
      <Menu
        label="More"
        trigger={
          <IconButton label="More" size="sm" className={place === 'panel' ? 'ml-auto' : undefined}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        }
      >
        <Refused permission={permission}>
          {others.map((one) => (
            <MenuItem key={one.status} onSelect={() => move(one)}>
              {one.label}
            </MenuItem>
          ))}
        </Refused>
        {others.length > 0 && <MenuSeparator />}
        <MenuItem
          icon={<Link2 size={14} aria-hidden />}
          keys="shift+c"
          onSelect={() => void copy('Link', `${origin}/events/${event.id}`)}
        >
          Copy link
        </MenuItem>
        <MenuItem
          icon={<Copy size={14} aria-hidden />}
          onSelect={() => void copy('Command', curl({ path: '/api/v2/events', body: draftOf(event) }))}
        >
          Copy as curl
        </MenuItem>
        {offered && (
          <Refused permission={permission}>
            <MenuSeparator />
            <MenuItem
              tone="danger"
              icon={<Trash2 size={14} aria-hidden />}
              onSelect={() => setDialog('delete')}
            >
              Delete
            </MenuItem>
          </Refused>
        )}
      </Menu>
      {dialog === 'edit' && <EditDialog event={event} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <DeleteDialog
          event={event}
          onClose={() => setDialog(null)}
          onDeleted={() => {
            setDialog(null);
            toast({ title: 'Event deleted' });
            if (place === 'panel') setUrl({ event: null }, 'replace');
            else router.push('/');
          }}
        />
      )}
    </>
  );
}
