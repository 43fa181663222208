'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { IconButton } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { EnvironmentSwitcher } from './environment-switcher';
import { LiveToggle } from './live-toggle';
import { controlsFor } from './navigation';
import { openOverlay } from './overlays';
import { PersonMenu } from './person-menu';
import { TimeRangePicker } from './time-range-picker';
import { ZoneToggle } from './zone-toggle';

/** Where and when one is looking, on the left; finding things and oneself, on the right. */
export function TopBar() {
  const pathname = usePathname();
  const controls = controlsFor(pathname);
  return (
    <header
      data-frame="bar"
      className="sticky top-0 z-bar flex h-bar shrink-0 items-center gap-1 border-b border-line bg-surface-0 px-2 sm:gap-1.5 sm:px-3"
    >
      <IconButton label="Open navigation" className="md:hidden" onClick={() => openOverlay('navigation')}>
        <MenuIcon size={16} aria-hidden />
      </IconButton>
      {controls.includes('environment') && <EnvironmentSwitcher />}
      {controls.includes('range') && <TimeRangePicker />}
      {controls.includes('live') && <LiveToggle ranged={controls.includes('range')} />}
      <div className="ml-auto flex items-center gap-1 sm:gap-1.5">
        <button
          type="button"
          onClick={() => openOverlay('palette')}
          className="hidden h-control w-56 items-center gap-2 rounded border border-line-strong bg-surface-1 pr-1.5 pl-2.5 text-fg-subtle hover:bg-surface-2 lg:flex xl:w-72"
        >
          <Search size={14} aria-hidden className="shrink-0" />
          <span className="flex-1 truncate text-left">Search or jump to</span>
          <Kbd keys="mod+k" />
        </button>
        <IconButton
          label="Search or jump to"
          keys="mod+k"
          className="lg:hidden"
          onClick={() => openOverlay('palette')}
        >
          <Search size={16} aria-hidden />
        </IconButton>
        <ZoneToggle />
        <PersonMenu />
      </div>
    </header>
  );
}
