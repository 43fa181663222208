import type { Metadata } from 'next';
import Link from 'next/link';
import { Mark } from '@/components/frame/mark';
import { buttonClass } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-start justify-center gap-4 px-6">
      <Mark size={28} />
      <div>
        <h1 className="text-xl font-semibold">There is nothing at this address</h1>
        <p className="mt-1 text-fg-muted">
          It may have been mistyped, or what stood here was removed. Nothing else is affected.
        </p>
      </div>
      <Link href="/" className={buttonClass('primary')}>
        Go to the timeline
      </Link>
    </main>
  );
}
