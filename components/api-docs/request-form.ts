import type { OpenApiOperation, OpenApiParameter } from '@/lib/http/openapi';
import type { JsonSchema } from '@/lib/http/openapi-schemas';

/**
 * What somebody fills in to try an operation, and the request that comes of it. Pure.
 */
export interface FormField {
  /** Where it goes and what it is called there. */
  in: 'path' | 'query' | 'header';
  name: string;
  required: boolean;
  /** Takes several values, separated by commas. */
  several: boolean;
  /** Allowed values, if they are a closed list. */
  choices: string[];
  hint?: string;
  example: string;
}

export interface RequestForm {
  method: string;
  path: string;
  fields: FormField[];
  /** The body to begin with; null when there is none. */
  body: string | null;
  stream: boolean;
}

export type FormValues = Record<string, string>;

/** A field's name among the values. */
export function fieldKey({ in: place, name }: Pick<FormField, 'in' | 'name'>): string {
  return `${place} ${name}`;
}

/** The form of an operation, filled with its first example. */
export function requestForm(path: string, method: string, operation: OpenApiOperation): RequestForm {
  const example = operation['x-examples']?.[0];
  const given = (parameter: OpenApiParameter): string => {
    const value =
      parameter.in === 'query'
        ? example?.query?.[parameter.name]
        : parameter.in === 'path'
          ? example?.params?.[parameter.name]
          : undefined;
    return Array.isArray(value) ? value.join(',') : ((value as string | undefined) ?? '');
  };
  return {
    method: method.toUpperCase(),
    path,
    fields: (operation.parameters ?? []).map((parameter) => ({
      in: parameter.in,
      name: parameter.name,
      required: parameter.required,
      several: parameter.schema.type === 'array',
      choices: choicesOf(parameter.schema),
      ...(parameter.description ? { hint: parameter.description } : {}),
      example: given(parameter),
    })),
    body: operation.requestBody ? JSON.stringify(example?.body ?? {}, null, 2) : null,
    stream: Object.values(operation.responses).some(({ content }) => content?.['text/event-stream']),
  };
}

function choicesOf(schema: JsonSchema): string[] {
  if (Array.isArray(schema.enum)) return schema.enum.map(String);
  if (schema.type === 'boolean') return ['true', 'false'];
  return schema.type === 'array' ? choicesOf((schema.items ?? {}) as JsonSchema) : [];
}

/** The values that a form begins with. */
export function firstValues(form: RequestForm): FormValues {
  return Object.fromEntries(form.fields.map((field) => [fieldKey(field), field.example]));
}

/** The path with query, and the headers, of what was filled in. What is empty is left out. */
export function requestOf(
  form: RequestForm,
  values: FormValues,
): { path: string; headers: Record<string, string> } {
  let path = form.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const field of form.fields) {
    const value = values[fieldKey(field)] ?? '';
    if (field.in === 'path') {
      // An unfilled place stays visible as what it is.
      if (value !== '') path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    } else if (value !== '') {
      if (field.in === 'query') query.append(field.name, value);
      else headers[field.name] = value;
    }
  }
  const search = query.toString().replaceAll('%2C', ',');
  return { path: search ? `${path}?${search}` : path, headers };
}

/** Names of required fields that are still empty. */
export function missingFields(form: RequestForm, values: FormValues): string[] {
  return form.fields
    .filter((field) => field.required && (values[fieldKey(field)] ?? '').trim() === '')
    .map(({ name }) => name);
}

/** Whether the body is JSON; says what is wrong when it is not. */
export function bodyProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}`;
  }
}
