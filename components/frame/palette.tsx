'use client';

import { useQuery } from '@tanstack/react-query';
import { Command as Cmdk } from 'cmdk';
import { Box, CornerDownLeft, type LucideIcon, Search, SlidersHorizontal, Zap } from 'lucide-react';
import type { Route } from 'next';
import { useRouter, useSearchParams } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { type ReactNode, useContext, useState } from 'react';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { incidentStatusLabel, incidentStatusPhase } from '@/components/incidents/board/words';
import { Time } from '@/components/time/time';
import { Kbd } from '@/components/ui/kbd';
import { ModalNoticeContext } from '@/components/ui/modal-notice';
import { type Command, useAddedCommands } from './commands';
import { useFrameCommands } from './frame-commands';
import { eventSearchQuery, facetsQuery, incidentSearchQuery } from './frame-queries';
import { eventHref, hrefWithContext, incidentHref, navigation, serviceHref } from './navigation';
import { matches, matchingNames } from './palette-matching';
import { permitted } from './permitted';
import { useDebounced } from './use-debounced';

const itemClass =
  'flex min-h-control cursor-default items-center gap-2.5 rounded px-2.5 py-1 data-[selected=true]:bg-surface-3';
const groupClass =
  '**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-3 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-2xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-fg-subtle';

/** Every page, action, service, incident and event from the keyboard. */
export function Palette({ onClose }: { onClose: () => void }) {
  const notice = useContext(ModalNoticeContext);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="enter-fade fixed inset-0 z-overlay bg-scrim" />
        <Dialog.Content
          aria-modal="true"
          aria-describedby={undefined}
          className="enter-fade fixed inset-x-0 top-0 z-overlay flex flex-col outline-none max-sm:bottom-0 sm:inset-x-4 sm:top-[12dvh] sm:mx-auto sm:max-w-2xl"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          {notice}
          <PaletteBody onClose={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const query = useSearchParams();
  const [text, setText] = useState('');
  const frameCommands = useFrameCommands();
  const addedCommands = useAddedCommands();
  const pages = navigation.filter((item) => matches(text, [item.label]));
  const commands = [...addedCommands, ...frameCommands]
    .filter(({ label, group, keywords = [] }) => matches(text, [label, group, ...keywords]))
    .flatMap((command) => permitted(command) ?? []);

  // Closed first: what is run may open something of its own.
  const choose = (run: () => void) => () => {
    onClose();
    run();
  };
  const go = (href: Route) => choose(() => router.push(href));

  return (
    <Cmdk
      label="Search and commands"
      loop
      // Sifted here: what the server found must neither be sifted again nor ranked against the rest.
      shouldFilter={false}
      className="flex min-h-0 flex-1 flex-col overflow-hidden border-line-strong bg-surface-1 sm:max-h-[min(30rem,70dvh)] sm:rounded-lg sm:border sm:shadow-overlay"
    >
      <div className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search size={15} aria-hidden className="shrink-0 text-fg-subtle" />
        <Cmdk.Input
          value={text}
          onValueChange={setText}
          placeholder="Search pages, actions, services, incidents, events"
          className="h-full min-w-0 flex-1 bg-transparent text-md outline-none"
        />
        <button type="button" onClick={onClose} aria-label="Esc, close" className="rounded-xs">
          <Kbd keys="escape" />
        </button>
      </div>
      <Cmdk.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-1.5 pb-2">
        {pages.length > 0 && (
          <Cmdk.Group heading="Go to" className={groupClass}>
            {pages.map((item) => (
              <Item
                key={item.href}
                value={`go ${item.label}`}
                icon={item.icon}
                keys={item.keys}
                onSelect={
                  item.document
                    ? choose(() => window.location.assign(item.href))
                    : go(hrefWithContext(item, new URLSearchParams(query)))
                }
              >
                {item.label}
              </Item>
            ))}
          </Cmdk.Group>
        )}
        {groupsOf(commands).map(([group, members]) => (
          <Cmdk.Group key={group} heading={group} className={groupClass}>
            {members.map((command) => (
              <Item
                key={command.id}
                value={`${group} ${command.label} ${command.id}`}
                icon={group === 'Display' ? SlidersHorizontal : Zap}
                keys={command.keys}
                onSelect={choose(command.run)}
              >
                {command.label}
              </Item>
            ))}
          </Cmdk.Group>
        ))}
        {text.trim().length > 0 && <Services text={text} choose={(service) => go(serviceHref(service))} />}
        <Incidents text={text.trim()} choose={go} />
        <Events text={text.trim()} choose={go} />
      </Cmdk.List>
      <footer className="flex h-8 shrink-0 items-center gap-4 border-t border-line px-4 text-2xs text-fg-subtle max-sm:hidden">
        <span className="flex items-center gap-1.5">
          <Kbd keys="up" />
          <Kbd keys="down" /> choose
        </span>
        <span className="flex items-center gap-1.5">
          <CornerDownLeft size={11} aria-hidden /> open
        </span>
      </footer>
    </Cmdk>
  );
}

function Item(props: {
  value: string;
  icon: LucideIcon;
  keys?: string;
  onSelect: () => void;
  children: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <Cmdk.Item value={props.value} onSelect={props.onSelect} className={itemClass}>
      <Icon size={15} strokeWidth={1.75} aria-hidden className="shrink-0 text-fg-subtle" />
      <span className="min-w-0 flex-1 truncate">{props.children}</span>
      {props.keys && <Kbd keys={props.keys} />}
    </Cmdk.Item>
  );
}

/** Services by name, each with a page of its own. */
function Services({ text, choose }: { text: string; choose: (service: string) => () => void }) {
  const facets = useQuery(facetsQuery());
  if (facets.isError) return <Note tone="failed">The list of services could not be read.</Note>;
  const services = matchingNames(text, facets.data?.services ?? [], 6);
  if (services.length === 0) return null;
  return (
    <Cmdk.Group heading="Services" className={groupClass}>
      {services.map(({ name, count }) => (
        <Cmdk.Item key={name} value={`service ${name}`} onSelect={choose(name)} className={itemClass}>
          <Box size={15} strokeWidth={1.75} aria-hidden className="shrink-0 text-fg-subtle" />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="nums text-xs text-fg-subtle">
            {count.toLocaleString('en-GB')} {count === 1 ? 'event' : 'events'}
          </span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

/** Incidents by number and by their words. Where there is none, or they cannot be asked for, the list says so of events. */
function Incidents({ text, choose }: { text: string; choose: (href: Route) => () => void }) {
  const asked = useDebounced(text, 160);
  const incidents = useQuery(incidentSearchQuery(asked));
  if (asked !== text || !incidents.data?.length) return null;
  return (
    <Cmdk.Group heading="Incidents" className={groupClass}>
      {incidents.data.map(({ number, title, service, environment, status, startedAt }) => (
        <Cmdk.Item
          key={number}
          value={`incident ${number}`}
          onSelect={choose(incidentHref(number))}
          className={itemClass}
        >
          <PhaseMark phase={incidentStatusPhase[status]} size={14} />
          <span className="nums shrink-0 text-fg-muted">#{number}</span>
          <span className="min-w-0 flex-1 truncate">{title}</span>
          <span className="max-w-56 shrink-0 truncate text-xs text-fg-muted max-sm:hidden">
            {[incidentStatusLabel[status], service, environment].filter(Boolean).join(' · ')}
          </span>
          <Time value={startedAt} focusable={false} className="shrink-0 text-xs text-fg-subtle" />
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

/** Events by their words, last in the list: they arrive later, and must not push away what is being chosen. */
function Events({ text, choose }: { text: string; choose: (href: Route) => () => void }) {
  const asked = useDebounced(text, 160);
  const events = useQuery(eventSearchQuery(asked));
  if (text.length < 2) return null;
  if (events.isError) {
    return (
      <Note tone="failed">
        Events could not be searched: {events.error.message} Pages and actions still work.
      </Note>
    );
  }
  if (events.isPending || asked !== text) return <Note>Searching events…</Note>;
  if (events.data.length === 0)
    return <Note>No event has these words in its title, message, ticket or version.</Note>;
  return (
    <Cmdk.Group heading="Events" className={groupClass}>
      {events.data.map((event) => (
        <Cmdk.Item
          key={event.id}
          value={`event ${event.id}`}
          onSelect={choose(eventHref(event.id))}
          className={itemClass}
        >
          <KindGlyph kind={event.kind} phase={event.phase} labelled />
          <span className="min-w-0 flex-1 truncate">{event.title}</span>
          <span className="max-w-40 shrink-0 truncate text-xs text-fg-muted max-sm:hidden">
            {[event.service, event.environment].filter(Boolean).join(' · ')}
          </span>
          <Time value={event.at} focusable={false} className="shrink-0 text-xs text-fg-subtle" />
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

/** Something the list has to say that cannot be chosen. */
function Note({ children, tone }: { children: ReactNode; tone?: 'failed' }) {
  return (
    <p
      role={tone === 'failed' ? 'alert' : 'status'}
      className={tone === 'failed' ? 'px-2.5 pt-3 text-danger-fg' : 'px-2.5 pt-3 text-fg-subtle'}
    >
      {children}
    </p>
  );
}

function groupsOf(commands: readonly Command[]): Array<[string, Command[]]> {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const members = groups.get(command.group);
    if (members) members.push(command);
    else groups.set(command.group, [command]);
  }
  return [...groups];
}
