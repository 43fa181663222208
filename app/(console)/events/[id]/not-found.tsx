import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function EventNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="This event does not exist"
        description="It was deleted, or the address is not complete. What happened around it is still on the timeline."
      />
      <div>
        <Link href="/" className={buttonClass()}>
          Go to the timeline
        </Link>
      </div>
    </PageBody>
  );
}
