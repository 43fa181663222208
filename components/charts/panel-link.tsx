'use client';

import type { ComponentProps } from 'react';
import { changedQuery, type UrlChanges, useUrlState } from '@/components/frame/use-url-state';

/**
 * A link that changes the address of the page without leaving it, such as one that opens a panel. It can be copied and opened elsewhere
 * like any other.
 */
export function PanelLink(props: Omit<ComponentProps<'a'>, 'href'> & { changes: UrlChanges }) {
  const { changes, onClick, ...rest } = props;
  const { query, setUrl } = useUrlState();
  return (
    <a
      {...rest}
      href={`?${changedQuery(query, changes)}`}
      onClick={(press) => {
        onClick?.(press);
        if (press.defaultPrevented || press.metaKey || press.ctrlKey || press.shiftKey || press.altKey)
          return;
        press.preventDefault();
        setUrl(changes);
      }}
    />
  );
}
