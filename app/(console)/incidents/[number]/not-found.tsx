import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function IncidentNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="This incident does not exist"
        description="No incident has this number, or its event was deleted and it went along. All others are on the board."
      />
      <div>
        <Link href="/incidents" className={buttonClass()}>
          Go to the incidents
        </Link>
      </div>
    </PageBody>
  );
}
