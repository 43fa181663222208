'use client';

import { ErrorState } from '@/components/ui/error-state';

/** A page of the console failed; the frame around it still works. */
export default function ConsoleError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <ErrorState
      title="This page could not be shown"
      text="The server failed while putting it together. Nothing that was recorded is lost, and the address still says what you were looking at: try again, or go elsewhere from the navigation."
      detail={reference(error)}
      onRetry={retry}
    />
  );
}

/** What finds the failure in the server's log. */
function reference(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { digest } = error as Error & { digest?: string };
  return digest ? `Reference ${digest}` : error.message;
}
