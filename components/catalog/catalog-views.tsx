'use client';

import { Download, Ellipsis, Plus, Upload } from 'lucide-react';
import type { Route } from 'next';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { Allowed, useAllowed } from '@/components/frame/allowed';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { changedQuery, useUrlState } from '@/components/frame/use-url-state';
import { Button, IconButton } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { type CatalogView, catalogViews } from './catalog-url';

const ImportDialog = dynamic(() => import('./import-dialog').then((module) => module.ImportDialog), {
  ssr: false,
});
const NameDialog = dynamic(() => import('./name-dialog').then((module) => module.NameDialog), { ssr: false });

const viewLabel: Record<CatalogView, string> = {
  table: 'Services',
  graph: 'Dependencies',
  compliance: 'Version compliance',
};

/** The head of the catalog: its views, and what can be done in all of them. `children` are the tools of one view. */
export function CatalogHeader(props: { view: CatalogView; filters: string; children?: ReactNode }) {
  const { view, filters, children } = props;
  const { query } = useUrlState();
  const [dialog, setDialog] = useState<'import' | 'name' | null>(null);
  const permission = useAllowed('catalog:write');
  const exported = `/api/v2/catalog/export${filters ? `?${filters}` : ''}`;

  useKeys('Catalog', { n: { label: 'Describe a service', permission, run: () => setDialog('name') } });
  useCommands([
    {
      id: 'catalog describe',
      label: 'Describe a service',
      group: 'Catalog',
      keywords: ['new', 'add', 'create'],
      permission,
      run: () => setDialog('name'),
    },
    {
      id: 'catalog import',
      label: 'Import services from YAML',
      group: 'Catalog',
      keywords: ['backstage', 'upload'],
      permission,
      run: () => setDialog('import'),
    },
    {
      id: 'catalog export',
      label: 'Export the catalog as YAML',
      group: 'Catalog',
      keywords: ['download', 'backup'],
      run: () => window.location.assign(exported),
    },
  ]);

  return (
    <>
      <header
        className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2"
        data-print="hide"
      >
        <h1 className="text-md font-semibold">Catalog</h1>
        <nav
          aria-label="Views of the catalog"
          className="max-w-full overflow-x-auto max-sm:order-1 max-sm:w-full"
        >
          <ul className="flex gap-0.5">
            {catalogViews.map((other) => (
              <li key={other}>
                <Link
                  href={viewHref(query, other)}
                  prefetch={false}
                  aria-current={view === other ? 'page' : undefined}
                  className="flex h-control items-center rounded px-2.5 font-medium whitespace-nowrap text-fg-muted hover:bg-surface-2 hover:text-fg aria-[current=page]:bg-surface-3 aria-[current=page]:text-fg"
                >
                  {viewLabel[other]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <Menu
            label="More"
            trigger={
              <IconButton label="More" variant="secondary">
                <Ellipsis size={15} aria-hidden />
              </IconButton>
            }
          >
            <Allowed scope="catalog:write">
              <MenuItem icon={<Upload size={14} aria-hidden />} onSelect={() => setDialog('import')}>
                Import YAML
              </MenuItem>
            </Allowed>
            <MenuItem
              icon={<Download size={14} aria-hidden />}
              onSelect={() => window.location.assign(exported)}
            >
              {filters ? 'Export these as YAML' : 'Export all as YAML'}
            </MenuItem>
          </Menu>
          <Allowed scope="catalog:write">
            <Button variant="primary" icon={<Plus size={14} aria-hidden />} onClick={() => setDialog('name')}>
              <span className="max-sm:sr-only">Describe a service</span>
            </Button>
          </Allowed>
        </div>
        {children && (
          <div className="flex w-full flex-wrap items-center gap-2 max-sm:order-2">{children}</div>
        )}
      </header>
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} />}
      {dialog === 'name' && <NameDialog onClose={() => setDialog(null)} />}
    </>
  );
}

/** Filters travel from view to view; what only one view knows stays behind. */
function viewHref(query: URLSearchParams, view: CatalogView): Route {
  const next = changedQuery(query, {
    view: view === 'table' ? null : view,
    as: null,
    types: null,
    outdated: null,
  }).toString();
  return (next ? `/catalog?${next}` : '/catalog') as Route;
}
