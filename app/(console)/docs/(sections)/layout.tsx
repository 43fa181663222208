import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { SectionList } from '@/components/api-docs/section-list';
import { apiSections, listed } from '@/components/api-docs/sections';
import { describeApi } from '@/lib/api/description';
import { originOf } from '@/lib/http/request-origin';

/** A section of the API, beside the list of all operations. */
export default async function SectionsLayout({ children }: { children: ReactNode }) {
  const api = describeApi(originOf(await headers()));
  return (
    <div className="mx-auto grid w-full max-w-7xl min-w-0 gap-6 px-4 py-6 sm:px-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div
        data-print="hide"
        className="flex max-h-72 flex-col lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:self-start"
      >
        <SectionList sections={listed(apiSections(api))} />
      </div>
      {children}
    </div>
  );
}
