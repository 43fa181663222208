import type { Route } from 'next';
import type { OpenApi, OpenApiOperation } from '@/lib/http/openapi';
import type { JsonSchema } from '@/lib/http/openapi-schemas';

/** The API in sections, one for each tag of its description, and where each thing is shown. Pure. */

export interface ApiOperation {
  path: string;
  /** In lower case, as in the description. */
  method: string;
  operation: OpenApiOperation;
}

export interface ApiSection {
  /** The name in the address: `deployment-rules`. */
  slug: string;
  name: string;
  description?: string;
  operations: ApiOperation[];
  /** The shared schemas that its operations refer to, and those that these refer to, by name. */
  schemas: [name: string, schema: JsonSchema][];
}

/** The sections in the order of the description. Throws when two would have one address. */
export function apiSections(api: OpenApi): ApiSection[] {
  const operations = Object.entries(api.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = api.tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag.name));
    const needed = schemasOf(own, api.components.schemas);
    return {
      ...tag,
      slug: slugOf(tag.name),
      operations: own,
      schemas: Object.entries(api.components.schemas).filter(([name]) => needed.has(name)),
    };
  });
  if (new Set(sections.map(({ slug }) => slug)).size < sections.length) {
    throw new Error('Two sections of the API have the same address.');
  }
  return sections;
}

/** A name as a segment of an address: `Deployment rules` is `deployment-rules`. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The page of a section, at an operation when one is named. */
export function sectionHref(slug: string, operationId?: string): Route {
  return `/docs/${slug}${operationId ? `#${operationId}` : ''}` as Route;
}

/** Where a shared schema is shown on the page of a section. */
export const schemaAnchor = (name: string) => `schema-${name}`;

/** The section of each anchor: of every operation, and of every schema the first that needs it. By anchor: slug. */
export function anchorsOf(sections: readonly ApiSection[]): Record<string, string> {
  const anchors: Record<string, string> = {};
  for (const { slug, operations, schemas } of sections) {
    for (const { operation } of operations) anchors[operation.operationId] = slug;
    for (const [name] of schemas) anchors[schemaAnchor(name)] ??= slug;
  }
  return anchors;
}

/** What the list of operations shows. */
export interface ListedSection {
  slug: string;
  name: string;
  operations: ListedOperation[];
}

export interface ListedOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
}

/** The sections as far as a list of them needs. */
export function listed(sections: readonly ApiSection[]): ListedSection[] {
  return sections.map(({ slug, name, operations }) => ({
    slug,
    name,
    operations: operations.map(({ path, method, operation }) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      summary: operation.summary,
    })),
  }));
}

/** The sections with the operations that have all the words of `text`; sections without any are left out. */
export function searchSections(sections: readonly ListedSection[], text: string): ListedSection[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...sections];
  return sections
    .map((section) => ({
      ...section,
      operations: section.operations.filter(({ id, method, path, summary }) => {
        const all = `${id} ${section.name} ${method} ${path} ${summary}`.toLowerCase();
        return words.every((word) => all.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}

/** Names of the shared schemas that something refers to, directly or by others. */
function schemasOf(from: unknown, shared: Readonly<Record<string, JsonSchema>>): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key !== '$ref' || typeof inner !== 'string') visit(inner);
      else {
        const name = inner.slice(inner.lastIndexOf('/') + 1);
        if (found.has(name) || !shared[name]) continue;
        found.add(name);
        visit(shared[name]);
      }
    }
  };
  visit(from);
  return found;
}
