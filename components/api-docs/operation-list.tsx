'use client';

import { useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { SearchInput } from '@/components/ui/input';
import { Method } from './method';

export interface ListedOperation {
  id: string;
  tag: string;
  method: string;
  path: string;
  summary: string;
}

/** Everything on the page, to be searched and jumped to. The first hit is one Enter away. */
export function OperationList({ operations }: { operations: readonly ListedOperation[] }) {
  const [text, setText] = useState('');
  const shown = useInView(operations);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = operations.filter(({ id, tag, method, path, summary }) => {
    const all = `${id} ${tag} ${method} ${path} ${summary}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const tags = [...new Set(found.map(({ tag }) => tag))];

  const jump = (event: React.FormEvent) => {
    event.preventDefault();
    const [first] = found;
    if (first) window.location.hash = first.id;
  };

  return (
    <nav aria-label="Operations" className="flex min-h-0 flex-col gap-3">
      <search>
        <form onSubmit={jump}>
          <SearchInput
            data-search
            aria-label="Search operations"
            placeholder="Search operations"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </form>
      </search>
      <p className="sr-only" role="status">
        {words.length > 0 ? `${found.length} operations found` : ''}
      </p>
      <div className="min-h-0 overflow-y-auto lg:pr-1">
        {found.length === 0 && <p className="px-2 text-fg-muted">Nothing is called that.</p>}
        {tags.map((tag) => (
          <section key={tag} aria-label={tag} className="mb-3">
            <p className="px-2 pb-1 text-xs font-medium text-fg-subtle">{tag}</p>
            <ul>
              {found
                .filter((operation) => operation.tag === tag)
                .map(({ id, method, summary }) => (
                  <li key={id}>
                    <a
                      href={`#${id}`}
                      aria-current={shown === id ? 'location' : undefined}
                      className={cn(
                        'flex min-h-7 items-baseline gap-2 rounded-sm px-2 py-1 text-xs leading-4 text-fg-muted hover:bg-surface-2 hover:text-fg',
                        'aria-[current]:bg-surface-2 aria-[current]:text-fg',
                      )}
                    >
                      <Method method={method} className="w-10" />
                      <span className="min-w-0">{summary}</span>
                    </a>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

/** The operation that is being read: the first whose article reaches into the upper part of the window. */
function useInView(operations: readonly ListedOperation[]): string | undefined {
  const [shown, setShown] = useState<string>();

  // The outside system: scrolling.
  useEffect(() => {
    const inside = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inside.add(target.id);
          else inside.delete(target.id);
        }
        setShown(operations.find(({ id }) => inside.has(id))?.id);
      },
      { rootMargin: '-64px 0px -60% 0px' },
    );
    for (const { id } of operations) {
      const article = document.getElementById(id);
      if (article) observer.observe(article);
    }
    return () => observer.disconnect();
  }, [operations]);

  return shown;
}
