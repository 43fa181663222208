'use client';

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Mark } from './mark';
import { hrefWithContext, itemFor, type NavigationItem, navigation } from './navigation';
import { usePreferences } from './preferences';

/** The way around on wide screens: icons with words, or icons alone. */
export function Rail() {
  const { preferences, setPreferences } = usePreferences();
  const collapsed = preferences.rail === 'collapsed';
  const Toggle = collapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <div
      data-frame="rail"
      className={cn(
        'sticky top-0 z-rail hidden h-dvh shrink-0 flex-col border-r border-line bg-surface-0 md:flex',
        collapsed ? 'w-rail-collapsed' : 'w-rail',
      )}
    >
      <div className={cn('flex h-bar shrink-0 items-center', collapsed ? 'justify-center' : 'px-4')}>
        <Brand labelled={!collapsed} />
      </div>
      <NavigationList collapsed={collapsed} />
      <div className={cn('flex border-t border-line p-2', collapsed && 'justify-center')}>
        <IconButton
          label={collapsed ? 'Expand navigation' : 'Collapse navigation'}
          keys="["
          data-tip-side="right"
          aria-expanded={!collapsed}
          size="sm"
          className="aria-expanded:bg-transparent aria-expanded:text-fg-muted"
          onClick={() => setPreferences({ rail: collapsed ? 'open' : 'collapsed' })}
        >
          <Toggle size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

export function Brand({ labelled }: { labelled: boolean }) {
  return (
    <Link href="/" aria-label="Shiplog, home" className="flex items-center gap-2.5 rounded-sm">
      <Mark />
      {labelled && <span className="text-md font-semibold tracking-tight">Shiplog</span>}
    </Link>
  );
}

/** The items of the one navigation list. `onNavigate` lets a sheet close itself. */
export function NavigationList(props: { collapsed: boolean; onNavigate?: () => void }) {
  const pathname = usePathname();
  const query = useSearchParams();
  const current = itemFor(pathname);
  const link = (item: NavigationItem) => (
    <li key={item.href}>
      <NavigationLink
        item={item}
        href={hrefWithContext(item, query)}
        current={item === current}
        collapsed={props.collapsed}
        onNavigate={props.onNavigate}
      />
    </li>
  );
  return (
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col overflow-y-auto px-2 py-1">
      <ul className="flex flex-col gap-0.5">
        {navigation.filter((item) => item.place === 'main').map(link)}
      </ul>
      <ul className="mt-auto flex flex-col gap-0.5 pt-4">
        {navigation.filter((item) => item.place === 'foot').map(link)}
      </ul>
    </nav>
  );
}

function NavigationLink(props: {
  item: NavigationItem;
  href: Route;
  current: boolean;
  collapsed: boolean;
  onNavigate?: () => void;
}) {
  const { item, href, current, collapsed, onNavigate } = props;
  const Icon = item.icon;
  const attributes = {
    href,
    'aria-current': current ? ('page' as const) : undefined,
    'aria-label': collapsed ? item.label : undefined,
    'data-tip': collapsed ? item.label : undefined,
    'data-tip-keys': collapsed ? item.keys : undefined,
    'data-tip-side': 'right',
    onClick: onNavigate,
    className: cn(
      'flex h-control items-center gap-2.5 rounded px-2.5 font-medium text-fg-muted transition-colors duration-100 hover:bg-surface-2 hover:text-fg',
      'aria-[current=page]:bg-surface-3 aria-[current=page]:text-fg',
      collapsed && 'justify-center px-0',
    ),
    children: (
      <>
        <Icon
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className={cn('shrink-0', current && 'text-accent-fg')}
        />
        {!collapsed && <span className="truncate">{item.label}</span>}
      </>
    ),
  };
  return item.document ? <a {...attributes} /> : <Link {...attributes} />;
}
