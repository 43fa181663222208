'use client';

import { Download, Ellipsis, GanttChart, Link2, Pencil, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAllowed } from '@/components/frame/allowed';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { serviceHref } from '@/components/frame/navigation';
import { useOrigin } from '@/components/frame/origin';
import { buttonClass, IconButton } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { placeOfEntry } from '@/lib/catalog/place';
import type { EntryWire } from '@/lib/catalog/schemas';
import { editHref, timelineHref } from './addresses';

const DeleteDialog = dynamic(() => import('./delete-dialog').then((module) => module.DeleteDialog), {
  ssr: false,
});

/** What can be done with a service, at the head of its page. */
export function EntryActions({ entry }: { entry: EntryWire }) {
  const router = useRouter();
  const origin = useOrigin();
  const [deleting, setDeleting] = useState(false);
  const permission = useAllowed('catalog:write', placeOfEntry(entry.name));
  const copyLink = async () => {
    const link = `${origin}${serviceHref(entry.name)}`;
    const copied = await copyText(link);
    toast(
      copied ? { title: 'Link copied' } : { tone: 'failed', title: 'Could not copy the link', text: link },
    );
  };
  const exportIt = () =>
    window.location.assign(
      `/api/v2/catalog/export?${new URLSearchParams({ name: entry.name, gone: String(entry.gone) })}`,
    );
  const edit = () => router.push(editHref(entry.name));
  useKeys('Service', {
    e: { label: 'Edit the service', permission, run: edit },
    'shift+c': { label: 'Copy a link to the service', run: () => void copyLink() },
  });
  useCommands([
    { id: 'entry edit', label: `Edit ${entry.name}`, group: 'Service', keys: 'e', permission, run: edit },
    {
      id: 'entry timeline',
      label: `Show ${entry.name} on the timeline`,
      group: 'Service',
      run: () => router.push(timelineHref(entry.name)),
    },
    { id: 'entry export', label: `Export ${entry.name} as YAML`, group: 'Service', run: exportIt },
  ]);
  return (
    <>
      <Link href={timelineHref(entry.name)} prefetch={false} className={buttonClass()}>
        <GanttChart size={14} aria-hidden />
        Timeline
      </Link>
      {!entry.gone && permission.allowed && (
        <Link href={editHref(entry.name)} prefetch={false} className={buttonClass()} data-tip-keys="e">
          <Pencil size={13} aria-hidden />
          Edit
        </Link>
      )}
      <Menu
        label="More"
        trigger={
          <IconButton label="More" variant="secondary">
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Link2 size={14} aria-hidden />} keys="shift+c" onSelect={() => void copyLink()}>
          Copy link
        </MenuItem>
        <MenuItem icon={<Download size={14} aria-hidden />} onSelect={exportIt}>
          Export as YAML
        </MenuItem>
        {!entry.gone && permission.allowed && (
          <>
            <MenuSeparator />
            <MenuItem
              tone="danger"
              icon={<Trash2 size={14} aria-hidden />}
              onSelect={() => setDeleting(true)}
            >
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      {deleting && <DeleteDialog entry={entry} onClose={() => setDeleting(false)} />}
    </>
  );
}
