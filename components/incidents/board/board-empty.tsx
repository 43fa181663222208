'use client';

import { useOrigin } from '@/components/frame/origin';
import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { EmptyState } from '@/components/ui/empty-state';
import { closedDays } from './board-url';

/** Five errors within five minutes, as pasted: the first incident. */
export function fiveErrors(origin: string): string {
  const body = `{"kind": "signal", "level": "error", "service": "checkout", "environment": "production", "title": "Payment refused: connection pool exhausted after '$i'000 ms"}`;
  return [
    'for i in 1 2 3 4 5; do',
    `  curl -s ${origin}/api/v2/events \\`,
    `    -H 'content-type: application/json' \\`,
    `    -d '${body}'`,
    'done',
  ].join('\n');
}

/** Nothing has happened yet, or nothing lately: how an incident comes about. */
export function AllQuiet({ closedCut, onReport }: { closedCut: boolean; onReport: () => void }) {
  const origin = useOrigin();
  const { setUrl } = useUrlState();
  return (
    <EmptyState
      title="All quiet"
      text={`Nothing is open${closedCut ? `, and nothing was closed in the last ${closedDays} days` : ''}. Five errors of one service within five minutes open an incident by themselves, and it says at once what changed before them. Paste this into a terminal and watch it appear here.`}
      actions={
        <>
          <CodeBlock label="the command" code={fiveErrors(origin)} className="w-full" />
          <Button onClick={onReport}>Report an incident by hand</Button>
          {closedCut && (
            <Button variant="ghost" onClick={() => setUrl({ closed: 'all' })}>
              Show all closed incidents
            </Button>
          )}
        </>
      }
    />
  );
}

/** There are incidents, but none like that. */
export function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No incident fits these filters"
      text="None has all of them. Take one back."
      actions={<Button onClick={onClear}>Clear the filters</Button>}
    />
  );
}
