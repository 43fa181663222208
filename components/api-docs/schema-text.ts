import type { JsonSchema } from '@/lib/http/openapi-schemas';

/** A schema in a few words, with the name of the shared schema it refers to, if it does. Pure. */
export interface SchemaText {
  /** Before the reference, or the whole of it: `array of `, `string or null`. */
  text: string;
  reference?: string;
  /** Limits and the like: `at most 200 characters`. */
  limits: string[];
  /** Allowed values, if they are a closed list. */
  values: string[];
}

/** Says what a value of this schema is. */
export function schemaText(schema: JsonSchema): SchemaText {
  if (typeof schema.$ref === 'string')
    return { text: '', reference: nameOf(schema.$ref), limits: [], values: [] };
  const alternatives = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (alternatives) {
    const parts = alternatives.map(schemaText);
    const reference = parts.find((part) => part.reference)?.reference;
    const others = parts.filter((part) => part.text !== '').map((part) => part.text);
    return {
      text: reference
        ? others.length > 0
          ? `${others.join(' or ')} or `
          : ''
        : [...new Set(others)].join(' or '),
      ...(reference ? { reference } : {}),
      limits: [],
      values: [],
    };
  }
  const types = [schema.type ?? (schema.properties ? 'object' : 'any value')].flat() as string[];
  if (types.includes('array')) return arrayText(schema, types);
  const values = Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null).map(String) : [];
  if (schema.const !== undefined) values.push(String(schema.const));
  const format = schema.format === 'date-time' ? 'date-time' : schema.format === 'uuid' ? 'UUID' : undefined;
  return {
    text: types.map((type) => (type === 'string' && format ? format : type)).join(' or '),
    limits: limitsOf(schema),
    values,
  };
}

function arrayText(schema: JsonSchema, types: string[]): SchemaText {
  const items = schemaText((schema.items ?? {}) as JsonSchema);
  const nullable = types.includes('null') ? 'null or ' : '';
  return {
    ...items,
    text: `${nullable}list of ${items.text}`,
    limits: schema.maxItems === undefined ? [] : [`at most ${schema.maxItems}`],
  };
}

function limitsOf(schema: JsonSchema): string[] {
  const limits: string[] = [];
  const { minimum, maximum, maxLength, default: standard } = schema;
  if (minimum !== undefined && maximum !== undefined && Number(maximum) < 2 ** 53 - 1) {
    limits.push(`${minimum} to ${maximum}`);
  }
  if (maxLength !== undefined) limits.push(`at most ${Number(maxLength).toLocaleString('en')} characters`);
  if (standard !== undefined) limits.push(`default ${JSON.stringify(standard)}`);
  return limits;
}

/** The fields of an object, or of the objects in a list, where they are written out in place. */
export function fieldsOf(schema: JsonSchema): { name: string; schema: JsonSchema; required: boolean }[] {
  const object = schema.type === 'array' ? ((schema.items ?? {}) as JsonSchema) : schema;
  const required = Array.isArray(object.required) ? object.required : [];
  return Object.entries((object.properties ?? {}) as Record<string, JsonSchema>).map(([name, field]) => ({
    name,
    schema: field,
    required: required.includes(name),
  }));
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
