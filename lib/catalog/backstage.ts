import { httpUrl } from '@/lib/links';
import type { EntryPatchInput } from './schemas';
import type { EntryType } from './vocabulary';

/**
 * Reads `catalog-info.yaml` of Backstage: name, description, owner, type, lifecycle, dependencies and links of components,
 * APIs and resources. What is not understood is left out and said. Pure.
 */

export interface BackstageReading {
  name: unknown;
  patch: EntryPatchInput;
  /** What was left out, and why. */
  leftOut: { path: string; detail: string }[];
}

/** Kinds that describe something that runs or is used. Others (users, groups, systems) are no services. */
const kinds = ['component', 'api', 'resource'];

/** Whether a document looks like one of Backstage. */
export function isBackstage(document: Record<string, unknown>): boolean {
  return typeof document.apiVersion === 'string' && document.apiVersion.startsWith('backstage.io/');
}

/** Whether a document of Backstage describes a service at all. */
export function describesService(document: Record<string, unknown>): boolean {
  return typeof document.kind === 'string' && kinds.includes(document.kind.toLowerCase());
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** `component:default/shop` is `shop`; of a namespace other than the default one, `team/shop`. */
export function nameOfReference(reference: string): { kind: string | null; name: string } {
  const match = /^(?:([a-z]+):)?(?:([^/:]+)\/)?([^/:]+)$/i.exec(reference.trim());
  if (!match) return { kind: null, name: reference.trim() };
  const [, kind, namespace, name = ''] = match;
  return {
    kind: kind?.toLowerCase() ?? null,
    name: namespace && namespace !== 'default' ? `${namespace}/${name}` : name,
  };
}

const types: Record<string, EntryType> = {
  library: 'library',
  package: 'package',
  module: 'module',
  chart: 'chart',
  'helm-chart': 'chart',
  container: 'container',
  'container-image': 'container',
  image: 'container',
  workflow: 'workflow',
  pipeline: 'workflow',
  template: 'workflow',
};

function typeOf(document: Record<string, unknown>, said: unknown): EntryType | null {
  // A database or an API description is neither deployed nor used in a version.
  if (String(document.kind).toLowerCase() !== 'component') return null;
  return (typeof said === 'string' ? types[said.toLowerCase()] : undefined) ?? 'project';
}

/** What a document of a component, an API or a resource says. */
export function readBackstage(document: Record<string, unknown>): BackstageReading {
  const metadata = object(document.metadata);
  const spec = object(document.spec);
  const annotations = object(metadata.annotations);
  const leftOut: BackstageReading['leftOut'] = [];
  const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

  const namespace = text(metadata.namespace);
  const name =
    typeof metadata.name === 'string' && namespace && namespace !== 'default'
      ? `${namespace}/${metadata.name}`
      : metadata.name;

  const references = (path: 'dependsOn' | 'consumesApis' | 'dependencyOf'): string[] =>
    texts(spec[path]).flatMap((reference, index) => {
      const found = nameOfReference(reference);
      if (found.kind === null || kinds.includes(found.kind)) return [found.name];
      leftOut.push({
        path: `spec.${path}.${index}`,
        detail: `${reference} is no component, API or resource`,
      });
      return [];
    });
  const dependsOn = [...references('dependsOn'), ...references('consumesApis')];
  const dependents = references('dependencyOf');

  const links = (Array.isArray(metadata.links) ? metadata.links : []).map((item) => {
    const { title, url } = object(item);
    return { title: text(title) ?? (typeof url === 'string' ? url.slice(0, 200) : ''), url };
  });
  const owner = text(spec.owner);
  const slug = text(annotations['github.com/project-slug']);
  const location = text(annotations['backstage.io/source-location'])?.replace(/^url:/, '');
  const repository = [location, slug && `https://github.com/${slug}`].find((url) => httpUrl(url) !== null);
  return {
    name,
    patch: defined({
      type: typeOf(document, spec.type) ?? undefined,
      description: text(metadata.description),
      owner: owner === undefined ? undefined : nameOfReference(owner).name,
      lifecycle: text(spec.lifecycle),
      repository,
      links: metadata.links === undefined ? undefined : links,
      dependsOn: spec.dependsOn === undefined && spec.consumesApis === undefined ? undefined : dependsOn,
      dependents: spec.dependencyOf === undefined ? undefined : dependents,
    }) as EntryPatchInput,
    leftOut,
  };
}

const defined = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
