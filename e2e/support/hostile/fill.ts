import { z } from 'zod';
import type { Operation } from '@/lib/http/operation';
import { addresses, environmentNames, familyNames, link, numbered, payload, serviceNames } from './payloads';

/** Bodies made from the declared schema of an operation, with hostile text wherever a text may stand. */

export interface Shape {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  properties?: Record<string, Shape>;
  additionalProperties?: boolean | Shape;
  required?: string[];
  items?: Shape;
  format?: string;
  pattern?: string;
  maxLength?: number;
}

/** What a text became: hostile text, an address with hostile text in it, what the case says, or nothing. */
type Kind = 'text' | 'address' | 'given' | 'none';

interface Candidate {
  kind: Kind;
  text: string | undefined;
}

let count = 0;

/** Where a number of a payload went, for telling what ran. */
export const origins = new Map<number, string>();

const definitions: Record<string, Shape> = {};
const shapes = new Map<z.ZodType, Shape>();

/** The JSON Schema of what is sent. */
export function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  // Each schema numbers its own definitions from zero.
  const own = `${shapes.size}.`;
  const declared = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  const { $defs = {}, ...shape } = JSON.parse(
    declared.replaceAll('"#/$defs/', `"#/$defs/${own}`),
  ) as Shape & {
    $defs?: Record<string, Shape>;
  };
  for (const [name, one] of Object.entries($defs)) definitions[own + name] = one;
  shapes.set(schema, shape);
  return shape;
}

const resolved = (shape: Shape): Shape =>
  shape.$ref ? { ...definitions[shape.$ref.split('/').at(-1) as string], ...shape, $ref: undefined } : shape;

const typesOf = ({ type }: Shape) => [type ?? []].flat();

/** A shape that does not say what is in it: whatever is sent there is for the product itself to judge. */
const open = (shape: Shape) =>
  !['anyOf', 'oneOf', 'properties', 'additionalProperties', 'items', 'const', 'enum'].some(
    (key) => key in shape,
  ) &&
  typesOf(shape).every((type) => ['object', 'array', 'null'].includes(type)) &&
  typesOf(shape).join() !== 'null';

/**
 * The places of an object that can hold a text of the caller's choosing, and those that can hold anything at all: `/links/0/title`,
 * `/metadata/*` for the values of a map and `/metadata/{name}` for its names.
 */
export function textPlaces(shape: Shape, place = '', within: readonly string[] = []): string[] {
  if (shape.$ref && within.filter((ref) => ref === shape.$ref).length > 1) return [];
  const inside = shape.$ref ? [...within, shape.$ref] : within;
  const here = resolved(shape);
  if (here.const !== undefined || here.enum) return [];
  const below = (part: Shape, name: string) => textPlaces(part, `${place}/${name}`, inside);
  const found = [
    ...[...(here.anyOf ?? []), ...(here.oneOf ?? [])].flatMap((part) => textPlaces(part, place, inside)),
    ...Object.entries(here.properties ?? {}).flatMap(([name, part]) => below(part, name)),
    ...(here.items ? below(here.items, '0') : []),
    ...(typeof here.additionalProperties === 'object'
      ? [`${place}/{name}`, ...below(here.additionalProperties, '*')]
      : []),
  ];
  if (typesOf(here).includes('string') || open(here)) found.push(place);
  return [...new Set(found)];
}

export class Filler {
  readonly #operation: Operation;
  readonly #round: number;
  readonly #keep: readonly string[];
  readonly #steps = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  readonly #any = new Set<string>();
  /** What stands at each place in the end. */
  readonly kinds = new Map<string, Kind>();
  /** Places where hostile text stood and was refused, by name. */
  readonly refused = new Set<string>();
  readonly #shape: Shape;
  readonly #base: unknown;

  /** `base` is what makes the call valid; its texts give way to hostile ones unless `keep` names them. */
  constructor(
    operation: Operation,
    shape: Shape,
    round: number,
    base: unknown,
    keep: readonly string[] = [],
  ) {
    this.#operation = operation;
    this.#shape = shape;
    this.#round = round;
    this.#base = base;
    this.#keep = keep;
  }

  /** A body that the declared schema takes. */
  body(): unknown {
    for (let tried = 0; tried < 40; tried++) {
      this.kinds.clear();
      const value = this.#build(this.#shape, '', this.#base);
      const checked = (this.#operation.body as z.ZodType).safeParse(value);
      if (checked.success) return value;
      // One that is about the whole body begins with what it is about.
      const places = checked.error.issues.map(({ code, path, message }) => {
        if (path.length === 0) return `/${/^\w+/.exec(message)?.[0] ?? ''}`;
        const names = code === 'invalid_key' ? path.with(-1, '{name}') : path;
        return names.map((name) => `/${String(name)}`).join('');
      });
      if (!this.refuse(places)) {
        throw new Error(
          `${this.#operation.id}: no valid body: ${JSON.stringify(checked.error.issues).slice(0, 600)} in ${JSON.stringify(value).slice(0, 600)}`,
        );
      }
    }
    throw new Error(`${this.#operation.id}: no valid body`);
  }

  /** Something else will stand there next time. False when there is nothing else to try. */
  refuse(places: readonly string[]): boolean {
    let moved = false;
    for (const place of places) {
      for (const known of this.kinds.keys()) {
        const meant = known === place || known.startsWith(`${place}/`) || place.startsWith(`${known}/`);
        const kind = this.kinds.get(known);
        if (!meant || kind === 'none') continue;
        if (kind !== 'given' && (known === place || place.startsWith(`${known}/`))) this.refused.add(known);
        this.#steps.set(known, (this.#steps.get(known) ?? 0) + 1);
        moved = true;
      }
    }
    return moved;
  }

  #build(shape: Shape, place: string, base: unknown): unknown {
    const here = resolved(shape);
    if (this.#keep.includes(place)) return base;
    if (base !== undefined && (base === null || !['string', 'object'].includes(typeof base))) return base;
    if (here.const !== undefined) return here.const;
    if (here.enum) return here.enum.includes(base) ? base : here.enum[this.#round % here.enum.length];
    if (open(here) && base === undefined) return this.#text(here, place, undefined);
    const variants = here.anyOf ?? here.oneOf;
    if (variants && !here.properties) return this.#build(this.#variant(variants, place, base), place, base);
    const types = typesOf(here);
    if (types.includes('string') && typeof base !== 'object') return this.#text(here, place, base as string);
    if (Array.isArray(base) || (types.includes('array') && here.items)) return this.#list(here, place, base);
    if (here.properties || here.additionalProperties || typeof base === 'object')
      return this.#object(here, place, (base ?? {}) as Record<string, unknown>);
    if (typeof base === 'string') return this.#text(here, place, base);
    return undefined;
  }

  /** Which of several shapes: the one that the base has, else one after the other. */
  #variant(variants: Shape[], place: string, base: unknown): Shape {
    const real = variants
      .map(resolved)
      .filter((one) => !typesOf(one).includes('null') || typesOf(one).length > 1);
    const objects = real.filter((one) => one.properties);
    const same = objects.find(({ properties }) =>
      Object.entries(properties ?? {}).some(
        ([name, part]) =>
          part.const !== undefined && part.const === (base as Record<string, unknown>)?.[name],
      ),
    );
    if (same) return same;
    const texts = real.filter((one) => typesOf(one).includes('string'));
    // Any JSON: objects, lists and texts, and each of them in each of them.
    const map = real.find((one) => typeof one.additionalProperties === 'object');
    if (map && texts.length === 0) return map;
    if (map) {
      const outer = [...this.#any].find((one) => place.startsWith(`${one}/`)) ?? place;
      this.#any.add(outer);
      const deep = place.split('/').length - outer.split('/').length;
      if (deep > 1) return (texts[0] ?? map) as Shape;
      const any = [map, real.find(({ items }) => items), texts[0]].filter((one) => one !== undefined);
      return any[Math.floor(this.#round / any.length ** deep) % any.length] as Shape;
    }
    return (texts[0] ?? real[this.#round % Math.max(1, real.length)] ?? {}) as Shape;
  }

  #object(shape: Shape, place: string, base: Record<string, unknown>): unknown {
    const made: Record<string, unknown> = {};
    const names = new Set([...Object.keys(shape.properties ?? {}), ...Object.keys(base)]);
    for (const name of names) {
      const part = shape.properties?.[name] ?? additional(shape);
      const value = this.#build(part, `${place}/${name}`, base[name]);
      if (value !== undefined) made[name] = value;
    }
    const { additionalProperties: more } = shape;
    if (typeof more === 'object' && !this.#keep.includes(`${place}/{name}`)) {
      const name = this.#text({ type: 'string', maxLength: 100 }, `${place}/{name}`, undefined);
      const value = name === undefined ? undefined : this.#build(more, `${place}/*`, undefined);
      if (name !== undefined && value !== undefined) made[name] = value;
    }
    return made;
  }

  #list(shape: Shape, place: string, base: unknown): unknown {
    const parts = Array.isArray(base) ? base : [undefined];
    const made = parts
      .map((part, index) => this.#build(shape.items ?? {}, `${place}/${index}`, part))
      .filter((part) => part !== undefined);
    return made.length > 0 ? made : undefined;
  }

  #text(shape: Shape, place: string, base: string | undefined): string | undefined {
    const all = this.#candidates(shape, place, base);
    const { kind, text } = all[Math.min(this.#steps.get(place) ?? 0, all.length - 1)] as Candidate;
    this.kinds.set(place, kind);
    return text;
  }

  #candidates(shape: Shape, place: string, base: string | undefined): Candidate[] {
    let number = this.#numbers.get(place);
    if (number === undefined) {
      number = ++count;
      this.#numbers.set(place, number);
      origins.set(number, `${this.#operation.id} ${place}`);
    }
    const given: Candidate[] = base === undefined ? [] : [{ kind: 'given', text: base }];
    const last: Candidate[] = [...given, { kind: 'none', text: undefined }];
    const turn = this.#round + [...place].reduce((sum, char) => sum + char.charCodeAt(0), 0);
    const family = familyNames[turn % familyNames.length] as (typeof familyNames)[number];
    const longest = shape.maxLength ?? 1000;
    const text = (value: string): Candidate => ({ kind: 'text', text: value });
    const names = /environment/i.test(place)
      ? environmentNames
      : /service|product/i.test(place)
        ? serviceNames
        : null;
    if (names) return [text(names[turn % names.length] as string), ...last];
    return [
      text(payload(family, Math.floor(turn / familyNames.length), number, longest)),
      text(payload('image', 0, number, longest)),
      { kind: 'address', text: numbered(addresses[turn % addresses.length] as string, number) },
      { kind: 'address', text: numbered(link, number) },
      ...last,
    ];
  }
}

const additional = ({ additionalProperties }: Shape): Shape =>
  typeof additionalProperties === 'object' ? additionalProperties : {};
