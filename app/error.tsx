'use client';

import { ErrorState } from '@/components/ui/error-state';

/** What failed outside of the console's frame. */
export default function AppError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error ? (error as Error & { digest?: string }).digest : undefined;
  return (
    <main className="flex min-h-dvh items-center">
      <ErrorState
        title="This page could not be shown"
        text="The server failed while putting it together. Nothing that was recorded is lost. Try again in a moment."
        detail={digest ? `Reference ${digest}` : undefined}
        onRetry={retry}
      />
    </main>
  );
}
