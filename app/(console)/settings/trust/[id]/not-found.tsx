import Link from 'next/link';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function NoSuchTrustRule() {
  return (
    <>
      <PageHeader
        title="This trust rule does not exist"
        description="It was deleted, or the address is not complete. What its runs reported is still there."
      />
      <Link href="/settings/trust" className={`${buttonClass()} self-start`}>
        All trust rules
      </Link>
    </>
  );
}
