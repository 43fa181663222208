import Link from 'next/link';
import { CodeBlock } from '@/components/ui/code-block';
import { curlCommand } from '@/components/ui/curl';
import { Panel } from '@/components/ui/panel';
import { createExamples } from '@/lib/events/examples';
import { Prose } from './prose';

/** The first three commands, and what holds for all of the API. */
export function QuickStart({
  origin,
  needsToken,
  description,
}: {
  origin: string;
  needsToken: boolean;
  description: string;
}) {
  const [, ...conventions] = description.split('\n\n');
  return (
    <Panel title="Quick start">
      <ol className="flex min-w-0 flex-col gap-4">
        {needsToken && (
          <li className="min-w-0">
            <p className="mb-1.5">
              Have a token, from an administrator or from{' '}
              <Link href="/settings/tokens" className="rounded-xs underline hover:text-fg">
                Settings, Tokens
              </Link>
              :
            </p>
            <CodeBlock label="the token in a variable" code="export SHIPLOG_TOKEN=slg_…" />
          </li>
        )}
        <li className="min-w-0">
          <p className="mb-1.5">Report a deployment:</p>
          <CodeBlock
            label="the first report"
            code={curlCommand({
              origin,
              withToken: needsToken,
              path: '/api/v2/events',
              body: createExamples[0]?.body,
            })}
          />
        </li>
        <li className="min-w-0">
          <p className="mb-1.5">See what happened, and follow what happens next:</p>
          <CodeBlock
            label="list and stream"
            code={[
              curlCommand({ origin, withToken: needsToken, path: '/api/v2/events?limit=10' }),
              curlCommand({ origin, withToken: needsToken, path: '/api/v2/stream', stream: true }),
            ].join('\n')}
          />
        </li>
      </ol>
      <Prose text={conventions.join('\n\n')} className="mt-4 max-w-prose text-fg-muted" />
    </Panel>
  );
}
