import Link from 'next/link';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function EnvironmentNotFound() {
  return (
    <PageBody>
      <PageHeader
        title="Nobody knows this environment"
        description="An environment is known from the first event or lock that names it. This one was not named yet, or is written differently."
      />
      <div>
        <Link href="/deployments" className={buttonClass('primary')}>
          See all environments
        </Link>
      </div>
    </PageBody>
  );
}
