'use client';

import './globals.css';

/** The last resort, when even the frame's own layout failed: it relies on nothing but the style sheet. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-start justify-center gap-4 px-6">
          <title>Shiplog could not be shown</title>
          <h1 className="text-xl font-semibold">Shiplog could not be shown</h1>
          <p className="text-fg-muted">
            The server failed before it could put the page together. Nothing that was recorded is lost.
          </p>
          <button
            type="button"
            className="h-control rounded bg-accent px-3 font-medium text-accent-on"
            onClick={() => retry()}
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
