import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { OperationArticle } from '@/components/api-docs/operation-article';
import { OperationList } from '@/components/api-docs/operation-list';
import { Prose } from '@/components/api-docs/prose';
import { SchemaFields, schemaAnchor } from '@/components/api-docs/schema-view';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { curlCommand } from '@/components/ui/curl';
import { Panel } from '@/components/ui/panel';
import { accessMode } from '@/lib/access/mode';
import { describeApi } from '@/lib/api/description';
import { createExamples } from '@/lib/events/examples';
import { originOf } from '@/lib/http/request-origin';

export const metadata: Metadata = { title: 'API' };

/** The API, from its own description: to be read, searched, pasted and tried. */
export default async function ApiPage() {
  const origin = originOf(await headers());
  const needsToken = (await accessMode()) === 'signed-in';
  const api = describeApi(origin);
  const operations = Object.entries(api.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = api.tags.map(({ name, description }) => ({
    name,
    description,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }));
  const listed = sections.flatMap((section) =>
    section.operations.map(({ path, method, operation }) => ({
      id: operation.operationId,
      tag: section.name,
      method: method.toUpperCase(),
      path,
      summary: operation.summary,
    })),
  );
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-4 py-6 sm:px-6">
      <PageHeader
        title="API"
        description="Everything Shiplog does can be done over HTTP. Each operation can be tried here, against this very server."
        actions={
          <>
            <a href="/openapi.json" className={buttonClass()}>
              OpenAPI 3.1
            </a>
            <a href="/openapi.json" download="shiplog-openapi.json" className={buttonClass('ghost')}>
              Download
            </a>
          </>
        }
      />
      <div className="grid min-w-0 gap-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
        <div
          data-print="hide"
          className="flex max-h-80 flex-col lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:self-start"
        >
          <OperationList operations={listed} />
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          <QuickStart origin={origin} needsToken={needsToken} description={api.info.description} />
          {sections.map((section) => (
            <section
              key={section.name}
              aria-labelledby={`tag-${section.name}`}
              className="flex min-w-0 flex-col gap-4"
            >
              <div>
                <h2 id={`tag-${section.name}`} className="text-lg font-semibold">
                  {section.name}
                </h2>
                {section.description && <p className="text-fg-muted">{section.description}</p>}
              </div>
              {section.operations.map((entry) => (
                <OperationArticle
                  key={entry.operation.operationId}
                  {...entry}
                  origin={origin}
                  needsToken={needsToken}
                />
              ))}
            </section>
          ))}
          <section aria-labelledby="schemas" className="flex min-w-0 flex-col gap-4">
            <h2 id="schemas" className="text-lg font-semibold">
              Schemas
            </h2>
            {Object.entries(api.components.schemas).map(([name, schema]) => (
              <div key={name} id={schemaAnchor(name)} className="scroll-mt-16">
                <Panel level={3} title={<span className="font-mono">{name}</span>}>
                  <SchemaFields schema={schema} />
                </Panel>
              </div>
            ))}
          </section>
        </div>
      </div>
    </div>
  );
}

function QuickStart({
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
              <a href="/settings/tokens" className="rounded-xs underline hover:text-fg">
                Settings, Tokens
              </a>
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
