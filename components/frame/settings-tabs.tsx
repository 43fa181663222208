'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { usePermissions } from './permissions';
import { settingsPagesFor } from './settings-navigation';

/** The way around the settings; nothing while there is one page only. */
export function SettingsTabs() {
  const pathname = usePathname();
  const { me } = usePermissions();
  const pages = settingsPagesFor(me);
  if (pages.length < 2) return null;
  return (
    <nav aria-label="Settings" className="-mx-1 overflow-x-auto border-b border-line">
      <ul className="flex">
        {pages.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
              className="flex h-9 items-center border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-fg-muted hover:text-fg aria-[current=page]:border-accent aria-[current=page]:text-fg"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
