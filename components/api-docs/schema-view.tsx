import type { JsonSchema } from '@/lib/http/openapi-schemas';
import { Prose } from './prose';
import { fieldsOf, schemaText } from './schema-text';
import { schemaAnchor } from './sections';

/** What a value is: its type, its limits, its allowed values. */
export function SchemaType({ schema }: { schema: JsonSchema }) {
  const { text, reference, limits, values } = schemaText(schema);
  return (
    <>
      <span className="font-mono text-xs text-fg-muted">
        {text}
        {reference && (
          <a
            href={`#${schemaAnchor(reference)}`}
            className="text-accent-fg underline-offset-2 hover:underline"
          >
            {reference}
          </a>
        )}
      </span>
      {limits.length > 0 && <span className="text-xs text-fg-subtle">, {limits.join(', ')}</span>}
      {values.length > 0 && (
        <span className="mt-0.5 block font-mono text-xs leading-5 text-fg-subtle">
          {values.map((value, index) => (
            <span key={value}>
              {index > 0 && ' · '}
              <span className="text-fg-muted">{value}</span>
            </span>
          ))}
        </span>
      )}
    </>
  );
}

/** The fields of an object, with those of the objects inside it indented. */
export function SchemaFields({ schema }: { schema: JsonSchema }) {
  const fields = fieldsOf(schema);
  if (fields.length === 0) {
    return (
      <p>
        <SchemaType schema={schema} />
      </p>
    );
  }
  return (
    <dl className="@container divide-y divide-line">
      {fields.map((field) => (
        <Entry key={field.name} name={field.name} required={field.required} schema={field.schema} />
      ))}
    </dl>
  );
}

/** One field or parameter, in a list that is a container: deep inside objects there is no room for two columns. */
export function Entry(props: { name: string; required: boolean; schema: JsonSchema; description?: string }) {
  const { name, required, schema } = props;
  const description =
    props.description ?? (typeof schema.description === 'string' ? schema.description : undefined);
  const inner = fieldsOf(schema);
  return (
    <div className="grid gap-x-4 py-1.5 first:pt-0 last:pb-0 @md:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
      <dt className="font-mono text-xs leading-5 wrap-anywhere">
        {name}
        {required && <span className="ml-2 font-sans text-2xs text-fg-subtle">required</span>}
      </dt>
      <dd className="min-w-0">
        <SchemaType schema={schema} />
        {description && <Prose text={description} className="max-w-prose text-xs text-fg-muted" />}
        {inner.length > 0 && (
          <div className="mt-1.5 border-l border-line pl-3">
            <SchemaFields schema={schema} />
          </div>
        )}
      </dd>
    </div>
  );
}
