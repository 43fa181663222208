import { problemAnswer } from './answers';
import { type JsonSchema, SchemaWriter } from './openapi-schemas';
import type { Answer, Operation, OperationExample } from './operation';

/** An OpenAPI 3.1 document, as far as it is made here. */
export interface OpenApi {
  openapi: '3.1.0';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, unknown>;
  };
}

export interface OpenApiParameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  style?: 'form';
  explode?: boolean;
  example?: unknown;
}

export interface OpenApiMedia {
  schema?: JsonSchema;
  examples?: Record<string, { summary: string; value: unknown }>;
}

export interface OpenApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  'x-scope': string;
  'x-examples'?: readonly OperationExample[];
  security?: Record<string, never[]>[];
  parameters?: OpenApiParameter[];
  requestBody?: { required: true; content: Record<string, OpenApiMedia> };
  responses: Record<
    string,
    {
      description: string;
      headers?: Record<string, { description: string; schema: JsonSchema }>;
      content?: Record<string, OpenApiMedia>;
    }
  >;
}

export interface About {
  version: string;
  description: string;
  /** What each tag is about, in the order in which they are to be shown. */
  tags: Record<string, string>;
}

/** Describes operations as served at `server`, an absolute URL. */
export function openApi(operations: readonly Operation[], about: About, server: string): OpenApi {
  const schemas = new SchemaWriter();
  const paths: OpenApi['paths'] = {};
  const ids = new Set<string>();
  for (const operation of operations) {
    const { id, path, method } = operation;
    paths[path] ??= {};
    const verbs = paths[path];
    const verb = method.toLowerCase();
    if (ids.has(id) || verbs[verb]) throw new Error(`${method} ${path} (${id}) is declared twice.`);
    ids.add(id);
    verbs[verb] = describeOperation(operation, schemas);
  }
  const used = [...new Set(operations.map(({ tag }) => tag))];
  const known = Object.keys(about.tags);
  const rank = (tag: string) => (known.includes(tag) ? known.indexOf(tag) : known.length);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shiplog',
      version: about.version,
      description: about.description,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    tags: used
      .sort((a, b) => rank(a) - rank(b))
      .map((name) => ({ name, ...(about.tags[name] ? { description: about.tags[name] } : {}) })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.shared).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function describeOperation(operation: Operation, schemas: SchemaWriter): OpenApiOperation {
  const { id, tag, summary, description, scope, body, examples } = operation;
  const parameters = [
    ...pathParameters(operation, schemas),
    ...queryParameters(operation, schemas),
    ...headerParameters(operation),
  ];
  const bodies = examples?.filter((example) => example.body !== undefined) ?? [];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    'x-scope': scope,
    ...(examples ? { 'x-examples': examples } : {}),
    // Without an administrator nothing is asked for, hence the empty alternative.
    security: scope === 'public' ? [] : [{}, { bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: true as const,
            content: {
              'application/json': {
                schema: schemas.input(body),
                ...(bodies.length > 0
                  ? {
                      examples: Object.fromEntries(
                        bodies.map((example, index) => [
                          `example${index + 1}`,
                          { summary: example.title, value: example.body },
                        ]),
                      ),
                    }
                  : {}),
              },
              ...Object.fromEntries(
                (operation.textBody?.types ?? []).map((type) => [type, { schema: { type: 'string' } }]),
              ),
            },
          },
        }
      : {}),
    responses: Object.fromEntries(
      Object.entries<Answer>({ ...impliedAnswers(operation), ...operation.answers }).map(
        ([status, answer]) => [status, describeAnswer(answer, schemas)],
      ),
    ),
  };
}

/** The names in the braces of a path. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}

function pathParameters({ path, params, examples }: Operation, schemas: SchemaWriter): OpenApiParameter[] {
  const properties = params ? propertiesOf(schemas.input(params)) : {};
  return pathNames(path).map((name) => {
    const { description, ...schema } = properties[name] ?? { type: 'string' };
    const example = examples?.find((given) => given.params?.[name] !== undefined)?.params?.[name];
    return {
      name,
      in: 'path',
      required: true,
      ...describedBy(description),
      schema,
      ...(example === undefined ? {} : { example }),
    };
  });
}

function queryParameters({ query }: Operation, schemas: SchemaWriter): OpenApiParameter[] {
  if (!query) return [];
  const sent = schemas.input(query);
  // A query is text; what a number or a flag is made of is said by what becomes of it.
  const meant = propertiesOf(new SchemaWriter().output(query));
  const required = Array.isArray(sent.required) ? sent.required : [];
  return Object.entries(propertiesOf(sent)).map(([name, input]) => {
    const described: JsonSchema = { ...asMeant(input, meant[name] ?? {}), description: input.description };
    const { description, ...schema } = described;
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...describedBy(description),
      schema,
      ...(schema.type === 'array' ? { style: 'form' as const, explode: true } : {}),
    };
  });
}

/** The schema of a query parameter, of what is sent and what it becomes. */
function asMeant(sent: JsonSchema, becomes: JsonSchema): JsonSchema {
  if (['integer', 'number', 'boolean'].includes(String(becomes.type))) return becomes;
  const standard = becomes.default === undefined ? {} : { default: becomes.default };
  return JSON.stringify(sent.enum) === '["true","false"]'
    ? { type: 'boolean', ...standard }
    : { ...sent, ...standard };
}

function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema.properties ?? {}) as Record<string, JsonSchema>;
}

const describedBy = (description: unknown) => (typeof description === 'string' ? { description } : {});

function headerParameters({ idempotent, conditional, dialect }: Operation): OpenApiParameter[] {
  const header = (name: string, description: string, schema: JsonSchema): OpenApiParameter => ({
    name,
    in: 'header',
    required: false,
    description,
    schema,
  });
  return [
    ...(idempotent
      ? [
          header(
            'Idempotency-Key',
            'A key of your own for this request. Sent again with the same body within a day, it answers what the first one did, with `Idempotent-Replayed: true`.',
            { type: 'string', minLength: 1, maxLength: 255 },
          ),
        ]
      : []),
    ...(conditional
      ? [
          header('If-Match', 'The ETag that was read. Refused with 412 when it has changed since.', {
            type: 'string',
          }),
        ]
      : []),
    ...(dialect.name === 'tracker'
      ? [
          header(
            'X-Tracker-Enums',
            "By which table numbers of enums are read: Tracker's guide (unless the server is set otherwise) or Tracker's proto.",
            { type: 'string', enum: ['guide', 'proto'] },
          ),
        ]
      : []),
  ];
}

/** Answers that follow from what an operation is, in the native API's words. */
function impliedAnswers({ scope, body, idempotent, dialect }: Operation): Record<string, Answer> {
  if (dialect.name !== 'native') return {};
  return {
    ...(scope === 'public'
      ? {}
      : {
          401: problemAnswer('Nobody is signed in, and no valid token was sent.'),
          403: problemAnswer('The caller may not do this, or not there.'),
          429: problemAnswer(
            'The caller has sent too many requests within a minute; Retry-After says when to come again.',
          ),
        }),
    ...(body
      ? {
          413: problemAnswer('The body is too large.'),
          415: problemAnswer('The body is not declared as JSON.'),
        }
      : {}),
    ...(idempotent ? { 409: problemAnswer('A request with this Idempotency-Key is under way.') } : {}),
  };
}

function describeAnswer({ description, schema, contentType, headers }: Answer, schemas: SchemaWriter) {
  const type = contentType ?? (schema ? 'application/json' : undefined);
  return {
    description,
    ...(headers
      ? {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, says]) => [
              name,
              { description: says, schema: { type: 'string' } },
            ]),
          ),
        }
      : {}),
    ...(type ? { content: { [type]: schema ? { schema: schemas.output(schema) } : {} } } : {}),
  };
}
