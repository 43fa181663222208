import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function VersionNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="The service has no such version"
        description="A version is known from the first build or deployment that names it. This one was not named yet, or is written differently."
      />
      <div>
        <Link href="/deployments" className={buttonClass('primary')}>
          See what runs where
        </Link>
      </div>
    </PageBody>
  );
}
