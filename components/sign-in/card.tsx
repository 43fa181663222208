import type { ReactNode } from 'react';
import { Mark } from '@/components/frame/mark';

/** The pages that come before the console: one question in the middle. */
export function SignInCard({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-8 sm:justify-center">
      <div className="w-full max-w-sm">
        <p className="mb-4 flex items-center gap-2 font-semibold">
          <Mark size={22} />
          Shiplog
        </p>
        <div className="rounded-lg border border-line bg-surface-1 p-5 sm:p-6">
          <h1 className="text-xl font-semibold text-balance">{title}</h1>
          {text && <p className="mt-1 text-pretty text-fg-muted">{text}</p>}
          <div className="mt-5 flex flex-col gap-4">{children}</div>
        </div>
      </div>
    </main>
  );
}
