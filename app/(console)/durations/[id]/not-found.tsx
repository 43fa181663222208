import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function ChainNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="There is no such event"
        description="It was deleted, or the address is not complete. Chains that are there are listed by how long they took."
      />
      <div>
        <Link href="/durations" className={buttonClass()}>
          Go to the durations
        </Link>
      </div>
    </PageBody>
  );
}
