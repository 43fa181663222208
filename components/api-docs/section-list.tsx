'use client';

import { useParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { OperationList } from './operation-list';
import type { ListedSection } from './sections';

/** The list beside a section. It stays while sections change, and keeps what is searched for. */
export function SectionList({ sections }: { sections: readonly ListedSection[] }) {
  const { section } = useParams<{ section: string }>();
  const shown = useInView(sections, section);
  return <OperationList beside sections={sections} current={section} shown={shown} />;
}

/** The operation that is being read: the first whose article reaches into the upper part of the window. */
function useInView(sections: readonly ListedSection[], current: string): string | undefined {
  const [shown, setShown] = useState<string>();

  // The outside system: scrolling.
  useEffect(() => {
    const operations = sections.find(({ slug }) => slug === current)?.operations ?? [];
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
  }, [sections, current]);

  return shown;
}
