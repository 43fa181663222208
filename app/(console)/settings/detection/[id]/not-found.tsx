import Link from 'next/link';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function NoSuchRule() {
  return (
    <>
      <PageHeader
        title="This rule does not exist"
        description="It was deleted, or the address is not complete. The incidents that it opened are still there."
      />
      <Link href="/settings/detection" className={`${buttonClass()} self-start`}>
        All rules
      </Link>
    </>
  );
}
