'use client';

import type { ReactNode } from 'react';
import { ErrorState } from './error-state';
import { Panel } from './panel';
import { SkeletonRows } from './skeleton';

type ListPanelProps<T> = {
  /** The answer that holds the list, as it is asked for. */
  query: {
    data: { readonly items: readonly T[] } | undefined;
    isError: boolean;
    error: Error | null;
    isFetching: boolean;
    refetch: () => unknown;
  };
  /** What the list is called. */
  label: string;
  /** Its order says something. */
  ordered?: boolean;
  /** How many rows are drawn before there is an answer, and what is said meanwhile. */
  rows: number;
  loading: string;
  /** What is said when it cannot be read: what happened, and what goes on all the same. */
  failed: { title: string; text: string };
  /** In place of a list without rows. */
  empty: ReactNode;
  title?: string;
  description?: string;
  actions?: ReactNode;
  /** The rows, each an `<li>`. */
  children: (items: readonly T[]) => ReactNode;
};

/** A list in a panel, in its four faces: on its way, failed, empty, there. */
export function ListPanel<T>(props: ListPanelProps<T>) {
  const { query, label, ordered, rows, loading, failed, empty, children, ...panel } = props;
  const items = query.data?.items;
  const List = ordered ? 'ol' : 'ul';
  return (
    <Panel padded={false} {...panel}>
      {items ? (
        items.length === 0 ? (
          empty
        ) : (
          <List aria-label={label}>{children(items)}</List>
        )
      ) : query.isError ? (
        <ErrorState
          compact
          title={failed.title}
          text={failed.text}
          detail={query.error?.message}
          onRetry={() => query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <SkeletonRows rows={rows} label={loading} />
      )}
    </Panel>
  );
}
