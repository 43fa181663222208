import { Badge } from '@/components/ui/badge';
import { CodeBlock } from '@/components/ui/code-block';
import { curlCommand } from '@/components/ui/curl';
import type { OpenApiMedia, OpenApiOperation, OpenApiParameter } from '@/lib/http/openapi';
import { Method } from './method';
import { Inline, Prose } from './prose';
import { firstValues, requestForm, requestOf } from './request-form';
import { Entry, SchemaFields, SchemaType } from './schema-view';
import { TryIt } from './try-it';

/** One operation: what it does, what it takes, what it answers, as a curl, and to be tried. */
export function OperationArticle(props: {
  path: string;
  method: string;
  operation: OpenApiOperation;
  origin: string;
  /** Whether programs have to send a token. */
  needsToken: boolean;
}) {
  const { path, method, operation, origin, needsToken } = props;
  const form = requestForm(path, method, operation);
  const { path: examplePath, headers } = requestOf(form, firstValues(form));
  const curl = curlCommand({
    origin,
    withToken: needsToken && operation['x-scope'] !== 'public',
    path: examplePath,
    method: form.method as 'GET',
    headers,
    stream: form.stream,
    ...(form.body === null ? {} : { body: JSON.parse(form.body) as unknown }),
  });
  const parameters = operation.parameters ?? [];
  const title = `${operation.operationId}-title`;
  return (
    <article
      id={operation.operationId}
      aria-labelledby={title}
      tabIndex={-1}
      className="min-w-0 scroll-mt-16 rounded-lg border border-line bg-surface-1 outline-none focus:border-accent-border"
    >
      <header className="border-b border-line px-panel py-3">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <h2 id={title} className="text-md font-semibold">
            <a href={`#${operation.operationId}`} className="hover:underline hover:underline-offset-2">
              {operation.summary}
            </a>
          </h2>
          {operation['x-scope'] !== 'public' && (
            <Badge tip="What a token must be allowed to do">{operation['x-scope']}</Badge>
          )}
        </div>
        <p className="mt-1 flex items-baseline gap-2 font-mono text-xs">
          <Method method={form.method} />
          <span className="wrap-anywhere">{path}</span>
        </p>
        {operation.description && (
          <Prose text={operation.description} className="mt-2 max-w-prose text-fg-muted" />
        )}
      </header>
      <div className="flex min-w-0 flex-col gap-4 p-panel">
        <CodeBlock code={curl} label={`${operation.operationId} as a curl command`} />
        {(['path', 'query', 'header'] as const).map((place) => (
          <Parameters
            key={place}
            place={place}
            parameters={parameters.filter((parameter) => parameter.in === place)}
          />
        ))}
        {operation.requestBody && (
          <Part title="Body">
            <Media content={operation.requestBody.content} />
          </Part>
        )}
        <Part title="Answers">
          <dl className="divide-y divide-line">
            {Object.entries(operation.responses).map(([status, answer]) => (
              <div
                key={status}
                className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-2 py-1.5 first:pt-0 last:pb-0"
              >
                <dt className="nums font-mono text-xs leading-5">{status}</dt>
                <dd className="min-w-0 text-xs leading-5 text-fg-muted">
                  <Inline text={answer.description} />{' '}
                  {Object.entries(answer.content ?? {}).map(([type, { schema }]) =>
                    schema ? (
                      schema.$ref ? (
                        <SchemaType key={type} schema={schema} />
                      ) : (
                        <details key={type} className="mt-1">
                          <summary className="text-accent-fg">Fields</summary>
                          <div className="mt-1 border-l border-line pl-3 text-fg">
                            <SchemaFields schema={schema} />
                          </div>
                        </details>
                      )
                    ) : (
                      <span key={type} className="font-mono">
                        {type}
                      </span>
                    ),
                  )}
                  {answer.headers && (
                    <span className="block text-fg-subtle">
                      {Object.entries(answer.headers).map(([name, header]) => (
                        <span key={name} className="mr-3">
                          <span className="font-mono">{name}</span> {header.description}
                        </span>
                      ))}
                    </span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </Part>
        <TryIt form={form} id={operation.operationId} />
      </div>
    </article>
  );
}

const places = { path: 'In the path', query: 'Query', header: 'Headers' };

function Parameters({ place, parameters }: { place: keyof typeof places; parameters: OpenApiParameter[] }) {
  if (parameters.length === 0) return null;
  const list = (
    <dl className="@container divide-y divide-line">
      {parameters.map(({ name, required, schema, description }) => (
        <Entry
          key={name}
          name={name}
          required={required}
          schema={schema}
          {...(description ? { description } : {})}
        />
      ))}
    </dl>
  );
  if (parameters.length <= 8) return <Part title={places[place]}>{list}</Part>;
  return (
    <details>
      <summary className="mb-1.5 text-xs font-medium text-fg-muted">
        {places[place]}: {parameters.length} parameters
      </summary>
      {list}
    </details>
  );
}

function Media({ content }: { content: Record<string, OpenApiMedia> }) {
  return Object.entries(content).map(([type, { schema }]) =>
    schema ? (
      schema.$ref ? (
        <SchemaType key={type} schema={schema} />
      ) : (
        <SchemaFields key={type} schema={schema} />
      )
    ) : null,
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1.5 text-xs font-medium text-fg-muted">{title}</h3>
      {children}
    </section>
  );
}
