'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Allowed, useAllowed } from '@/components/frame/allowed';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { useUrlParam } from '@/components/frame/use-url-state';
import { Button, IconButton } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/input';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { everywhere } from '@/lib/access/place';
import type { AnswerError } from '@/lib/http/client';
import { deleteLink, homerLinksOptions, linkKeys, quickLinksOptions } from '@/lib/links-portal/queries';
import type { QuickLinkWire } from '@/lib/links-portal/schemas';
import { groupLinks, hostOf, initialsOf, type LinkGroup, type ShownLink } from './link-groups';

const LinkDialog = dynamic(() => import('./link-dialog').then((module) => module.LinkDialog), { ssr: false });

type Open = { what: 'edit' | 'delete'; link: QuickLinkWire } | { what: 'add'; group: string } | null;

/** The places that everybody needs, in groups. `hasHomer`: whether there is a Homer dashboard whose links are shown as well. */
export function LinksPortal({ hasHomer }: { hasHomer: boolean }) {
  const links = useQuery(quickLinksOptions());
  const homer = useQuery({ ...homerLinksOptions(), enabled: hasHomer });
  const [text, setText] = useUrlParam<string>('q', '');
  const [open, setOpen] = useState<Open>(null);
  const permission = useAllowed('catalog:write', everywhere);
  const groups = groupLinks(links.data ?? [], homer.data, text);
  useKeys('Links', {
    n: { label: 'Add a link', permission, run: () => setOpen({ what: 'add', group: '' }) },
  });
  useCommands([
    {
      id: 'links add',
      label: 'Add a link',
      group: 'Links',
      permission,
      run: () => setOpen({ what: 'add', group: '' }),
    },
    ...groups
      .flatMap((group) => group.links)
      .slice(0, 300)
      .map((link) => ({
        id: `links open ${link.key}`,
        label: link.name,
        group: 'Links',
        keywords: [hostOf(link.url), link.note],
        run: () => void window.open(link.url, '_blank', 'noopener,noreferrer'),
      })),
  ]);

  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2" data-print="hide">
        <h1 className="mr-2 text-md font-semibold">Links</h1>
        <SearchInput
          data-search
          aria-label="Find a link"
          placeholder="Name, group, address"
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value || null, 'replace')}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className="max-w-72 flex-1 max-sm:max-w-none"
        />
        <Allowed scope="catalog:write" place={everywhere}>
          <Button
            variant="primary"
            className="ml-auto"
            icon={<Plus size={14} aria-hidden />}
            onClick={() => setOpen({ what: 'add', group: '' })}
          >
            <span className="max-sm:sr-only">Add a link</span>
          </Button>
        </Allowed>
      </header>
      {homer.isError && (
        <p
          role="status"
          data-phase="attention"
          className="border-b border-line px-3 py-1.5 text-xs text-phase-fg"
        >
          The links of the Homer dashboard could not be read; the others are complete.
        </p>
      )}
      {links.isPending ? (
        <LinksSkeleton />
      ) : links.isError && !links.data ? (
        <ErrorState
          title="The links could not be read"
          text="Nothing is lost: this page only shows them."
          detail={links.error.message}
          onRetry={() => links.refetch()}
          retrying={links.isFetching}
        />
      ) : groups.length === 0 && text.trim() !== '' ? (
        <EmptyState
          title="No link has these words"
          text="Names, groups, addresses and descriptions were searched."
          actions={<Button onClick={() => setText(null)}>Show all</Button>}
        />
      ) : groups.length === 0 ? (
        <EmptyState
          title="No link has been added yet"
          text="Dashboards, runbooks, consoles: what the team opens every day, one press away for everybody."
          example={{
            path: '/api/links',
            body: { group: 'Runbooks', name: 'Payments', url: 'https://docs.example.com/payments' },
          }}
          actions={
            <Allowed scope="catalog:write" place={everywhere}>
              <Button variant="primary" onClick={() => setOpen({ what: 'add', group: '' })}>
                Add a link
              </Button>
            </Allowed>
          }
        />
      ) : (
        <div className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-4 py-5 sm:px-6">
          {groups.map((group) => (
            <Group
              key={group.name}
              group={group}
              onAdd={() => setOpen({ what: 'add', group: group.name })}
              onOpen={setOpen}
            />
          ))}
        </div>
      )}
      {open?.what === 'add' && (
        <LinkDialog
          link={null}
          group={open.group}
          groups={ownGroups(links.data)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.what === 'edit' && (
        <LinkDialog link={open.link} group="" groups={ownGroups(links.data)} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'delete' && <DeleteDialog link={open.link} onClose={() => setOpen(null)} />}
    </div>
  );
}

const ownGroups = (links: readonly QuickLinkWire[] = []) => [...new Set(links.map(({ group }) => group))];

function Group(props: { group: LinkGroup; onAdd: () => void; onOpen: (open: Open) => void }) {
  const { group, onAdd, onOpen } = props;
  const permission = useAllowed('catalog:write', everywhere);
  const own = group.links.some((link) => link.own !== null);
  return (
    <section aria-labelledby={`group-${group.name}`}>
      <header className="mb-2 flex h-control-sm items-center gap-2">
        <h2 id={`group-${group.name}`} className="text-xs font-semibold">
          {group.name}
        </h2>
        <span className="nums text-xs text-fg-subtle">{group.links.length}</span>
        {own && permission.allowed && (
          <IconButton label={`Add a link to ${group.name}`} size="sm" onClick={onAdd} data-print="hide">
            <Plus size={13} aria-hidden />
          </IconButton>
        )}
      </header>
      <ul className="grid grid-cols-1 gap-2 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
        {group.links.map((link) => (
          <LinkCard key={link.key} link={link} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}

/** A link, its letters in its colour. The whole card opens it; the menu lies above. */
function LinkCard({ link, onOpen }: { link: ShownLink; onOpen: (open: Open) => void }) {
  const { own } = link;
  const permission = useAllowed('catalog:write', everywhere);
  return (
    <li className="group/card relative flex min-h-14 items-center gap-3 rounded-lg border border-line bg-surface-1 py-2 pr-2 pl-3 hover:border-line-strong hover:bg-surface-2">
      <span
        aria-hidden
        className="flex size-8 shrink-0 items-center justify-center rounded border border-line bg-surface-2 text-2xs font-semibold text-fg-muted"
        style={link.color ? { borderColor: link.color, boxShadow: `inset 0 -2px ${link.color}` } : undefined}
      >
        {initialsOf(link.name)}
      </span>
      <span className="min-w-0 flex-1">
        <a
          href={link.url}
          target="_blank"
          rel="noopener noreferrer"
          className="block truncate font-medium outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-(--focus)"
        >
          {link.name}
        </a>
        <span className="block truncate text-xs text-fg-subtle" title={link.note || link.url}>
          {link.note || hostOf(link.url)}
        </span>
      </span>
      {own && permission.allowed && (
        <span
          className="relative z-1 pointer-fine:opacity-0 pointer-fine:group-focus-within/card:opacity-100 pointer-fine:group-hover/card:opacity-100 has-aria-expanded:opacity-100"
          data-print="hide"
        >
          <Menu
            label={`What to do with ${link.name}`}
            trigger={
              <IconButton label={`More about ${link.name}`} size="sm">
                <Ellipsis size={14} aria-hidden />
              </IconButton>
            }
          >
            <MenuItem
              icon={<Pencil size={13} aria-hidden />}
              onSelect={() => onOpen({ what: 'edit', link: own })}
            >
              Edit
            </MenuItem>
            <MenuItem
              tone="danger"
              icon={<Trash2 size={13} aria-hidden />}
              onSelect={() => onOpen({ what: 'delete', link: own })}
            >
              Delete
            </MenuItem>
          </Menu>
        </span>
      )}
    </li>
  );
}

function DeleteDialog({ link, onClose }: { link: QuickLinkWire; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteLink(link.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: linkKeys.list });
      toast({ title: `${link.name} is deleted` });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Delete this link?"
      description="It is gone for everybody. This cannot be taken back."
      action="Delete"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p className="font-medium wrap-anywhere">{link.name}</p>
      <p className="text-xs text-fg-muted wrap-anywhere">{link.url}</p>
    </ConfirmDialog>
  );
}

function LinksSkeleton() {
  return (
    <div role="status" className="mx-auto w-full max-w-7xl px-4 py-5 sm:px-6">
      <span className="sr-only">Loading the links</span>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
        {Array.from({ length: 9 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
          <Skeleton key={index} height="3.5rem" className="rounded-lg" />
        ))}
      </div>
    </div>
  );
}
