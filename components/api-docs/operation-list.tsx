'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { SearchInput } from '@/components/ui/input';
import { Method } from './method';
import { type ListedSection, searchSections, sectionHref } from './sections';

/** All operations, to be searched and gone to. The first hit is one Enter away. */
export function OperationList(props: {
  sections: readonly ListedSection[];
  /** The slug of the section whose page this stands on. */
  current?: string;
  /** The operation of it that is being read. */
  shown?: string | undefined;
  /** Beside a section there is room for the summaries alone, in a box of its own. */
  beside?: boolean;
}) {
  const { sections, current, shown, beside = false } = props;
  const [text, setText] = useState('');
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const found = searchSections(sections, text);
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0);

  // The outside system: how far the box is scrolled, which begins at the current section.
  useEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (box.current && mark && current) {
      box.current.scrollTop += mark.getBoundingClientRect().top - box.current.getBoundingClientRect().top;
    }
  }, [current]);

  const goToFirst = (event: React.FormEvent) => {
    event.preventDefault();
    const [section] = found;
    const id = section?.operations[0]?.id;
    if (!section || !id || text.trim() === '') return;
    if (section.slug === current) window.location.hash = id;
    else router.push(sectionHref(section.slug, id));
  };

  return (
    <nav aria-label="Operations" className="flex min-h-0 min-w-0 flex-col gap-3">
      <search>
        <form onSubmit={goToFirst}>
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
        {text.trim() === '' ? '' : `${count} operations found`}
      </p>
      <div
        ref={box}
        className={beside ? 'relative min-h-0 overflow-y-auto lg:pr-1' : 'flex flex-col gap-3 lg:gap-4'}
      >
        {found.length === 0 && <p className="px-2 text-fg-muted">Nothing is called that.</p>}
        {found.map(({ slug, name, operations }) => (
          <section key={slug} aria-label={name} className={beside ? 'mb-3' : undefined}>
            <Link
              href={sectionHref(slug)}
              prefetch={false}
              aria-current={slug === current ? 'page' : undefined}
              className={cn(
                'block rounded-sm px-2 py-1 font-medium hover:bg-surface-2 hover:text-fg',
                beside ? 'text-xs text-fg-subtle aria-[current]:text-accent-fg' : 'text-sm text-fg',
              )}
            >
              {name}
            </Link>
            <ul>
              {operations.map(({ id, method, path, summary }) => (
                <li key={id}>
                  <OperationLink section={slug} id={id} here={slug === current} current={shown === id}>
                    <Method method={method} className="w-10" />
                    {beside ? (
                      <span className="min-w-0">{summary}</span>
                    ) : (
                      <span className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-2">
                        <span className="min-w-0 text-fg">{summary}</span>
                        <span className="min-w-0 font-mono wrap-anywhere">{path}</span>
                      </span>
                    )}
                  </OperationLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

/** Within a page the browser goes there itself: it marks the target, and goes on from there with Tab. */
function OperationLink(props: {
  section: string;
  id: string;
  here: boolean;
  current: boolean;
  children: React.ReactNode;
}) {
  const { section, id, here, current, children } = props;
  const rest = {
    'aria-current': current ? ('location' as const) : undefined,
    className: cn(
      'flex min-h-7 items-baseline gap-2 rounded-sm px-2 py-1 text-xs leading-4 text-fg-muted hover:bg-surface-2 hover:text-fg',
      'aria-[current]:bg-surface-2 aria-[current]:text-fg',
    ),
  };
  if (here) {
    return (
      <a href={`#${id}`} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <Link href={sectionHref(section, id)} prefetch={false} {...rest}>
      {children}
    </Link>
  );
}
