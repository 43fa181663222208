import Link from 'next/link';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';

export default function NoSuchRule() {
  return (
    <>
      <PageHeader
        title="This rule does not exist"
        description="It was deleted, or the address is not complete. What it stopped is still on record."
      />
      <Link href="/settings/rules" className={`${buttonClass()} self-start`}>
        All rules
      </Link>
    </>
  );
}
