import type { Permission } from '@/lib/people/may';

/** What somebody sees of a page that is not theirs. Nothing of what it shows was read. */
export function NeedsRole({ page, permission }: { page: string; permission: Permission }) {
  return (
    <section className="mx-auto flex w-full max-w-xl min-w-0 flex-col px-4 py-10">
      <h1 className="text-lg font-semibold text-balance wrap-anywhere">{page}: not for your role</h1>
      <p className="mt-1 max-w-prose text-pretty text-fg-muted">
        {permission.allowed ? '' : permission.reason} Whoever has the role admin can give it to you.
      </p>
    </section>
  );
}
