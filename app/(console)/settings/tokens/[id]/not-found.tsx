import Link from 'next/link';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function NoSuchToken() {
  return (
    <>
      <PageHeader
        title="This token does not exist"
        description="It was deleted, or the address is not complete. What it did is still in the audit log."
      />
      <Link href="/settings/tokens" className={`${buttonClass()} self-start`}>
        All tokens
      </Link>
    </>
  );
}
