import { z } from 'zod';

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = { [keyword: string]: unknown };

const components = '#/components/schemas/';

/**
 * Turns zod schemas into JSON schemas, collecting those that have a name (`.meta({ id })`) as shared components.
 */
export class SchemaWriter {
  /** Named schemas, by name. */
  readonly shared: Record<string, JsonSchema> = {};

  /** What a client may send. */
  input(schema: z.ZodType): JsonSchema {
    return this.#write(schema, 'input');
  }

  /** What a client gets. It must expect fields that it does not know, so that adding one breaks nobody. */
  output(schema: z.ZodType): JsonSchema {
    return this.#write(schema, 'output');
  }

  #write(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...written
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>;
    };
    for (const [name, definition] of Object.entries($defs)) {
      this.#share(componentName(name, definition), tidy(definition, io, $defs) as JsonSchema);
    }
    return tidy(written, io, $defs) as JsonSchema;
  }

  #share(name: string, schema: JsonSchema): void {
    const before = this.shared[name];
    if (before && JSON.stringify(before) !== JSON.stringify(schema)) {
      throw new Error(`Two different schemas are called ${name}.`);
    }
    this.shared[name] = schema;
  }
}

/** Zod numbers recursive schemas without a name; there is one, any JSON value. */
function componentName(name: string, definition: JsonSchema): string {
  if (!name.startsWith('__')) return name;
  if (Array.isArray(definition.anyOf) && definition.anyOf.length === 6) return 'JsonValue';
  throw new Error('A recursive schema needs a name: .meta({ id }).');
}

/** Rewrites references, and says shorter what zod says at length. */
function tidy(value: unknown, io: 'input' | 'output', definitions: Record<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((item) => tidy(item, io, definitions));
  if (typeof value !== 'object' || value === null) return value;
  const schema: JsonSchema = {};
  for (const [keyword, inner] of Object.entries(value)) {
    if (keyword === '$ref' && typeof inner === 'string') schema.$ref = reference(inner, definitions);
    else if (keyword === 'id' && typeof inner === 'string') continue;
    else if (keyword === 'additionalProperties' && inner === false && io === 'output') continue;
    else if (keyword === 'propertyNames' && isPlainString(inner)) continue;
    else if (keyword === 'enum' || keyword === 'default' || keyword === 'examples') schema[keyword] = inner;
    else schema[keyword] = tidy(inner, io, definitions);
  }
  // The format says it; the pattern would be a screenful.
  if (schema.format === 'date-time' || schema.format === 'uuid') delete schema.pattern;
  return nullable(schema);
}

function reference(ref: string, definitions: Record<string, JsonSchema>): string {
  const name = ref.startsWith('#/$defs/') ? ref.slice('#/$defs/'.length) : undefined;
  return name === undefined ? ref : components + componentName(name, definitions[name] ?? {});
}

const isPlainString = (schema: unknown) => JSON.stringify(schema) === '{"type":"string"}';

/** `anyOf [X, null]` as X that may also be null, where X is of one plain type. */
function nullable(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [one, other] = anyOf as [JsonSchema, JsonSchema];
  if (other.type !== 'null' || typeof one.type !== 'string') return schema;
  return {
    ...one,
    type: [one.type, 'null'],
    ...(Array.isArray(one.enum) ? { enum: [...one.enum, null] } : {}),
    ...rest,
  };
}
