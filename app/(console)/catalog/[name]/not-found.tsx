import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function ServiceNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="Nobody knows this service"
        description="No event has named it, no other service depends on it, and nobody has described it. As soon as one of these happens it is here."
      />
      <div>
        <Link href="/catalog" className={buttonClass('primary')}>
          Go to the catalog
        </Link>
      </div>
    </PageBody>
  );
}
