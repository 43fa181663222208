import { PageBody, PageHeader } from '@/components/frame/page-header';

export default function TimelinePage() {
  return (
    <PageBody>
      <PageHeader title="Timeline" description="What changed, where, and what it did." />
    </PageBody>
  );
}
