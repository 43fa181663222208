import { EmptyState } from '@/components/ui/empty-state';
import type { Permission } from '@/lib/people/may';

/** What somebody sees of a page that is not theirs. Nothing of what it shows was read. */
export function NeedsRole({ page, permission }: { page: string; permission: Permission }) {
  return (
    <EmptyState
      title={`${page}: not for your role`}
      text={`${permission.allowed ? '' : permission.reason} Whoever has the role admin can give it to you.`}
    />
  );
}
