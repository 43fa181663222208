import type { Metadata } from 'next';
import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

/** What a page of the console shows for something that does not exist, within the frame. */
export default function ConsoleNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="There is nothing at this address"
        description="It may have been mistyped, or what stood here was deleted. Nothing else is affected."
      />
      <div>
        <Link href="/" className={buttonClass('primary')}>
          Go to the timeline
        </Link>
      </div>
    </PageBody>
  );
}
