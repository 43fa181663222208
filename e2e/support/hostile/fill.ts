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

/** The JSON Schema of what is sent. */
export function shapeOf(schema: z.ZodType): Shape {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape & {
    $defs?: Record<string, Shape>;
  };
  Object.assign(definitions, shape.$defs);
  return shape;
}

const resolved = (shape: Shape): Shape =>
  shape.$ref ? { ...definitions[shape.$ref.split('/').at(-1) as string], ...shape, $ref: undefined } : shape;

const typesOf = ({ type }: Shape) => [type ?? []].flat();

/** The places of an object that can hold any text. */
export function textPlaces(shape: Shape, place = '', depth = 0): string[] {
  const here = resolved(shape);
  if (depth > 6 || here.const !== undefined || here.enum) return [];
  const below = (part: Shape, name: string) => textPlaces(part, `${place}/${name}`, depth + 1);
  const found = [
    ...[...(here.anyOf ?? []), ...(here.oneOf ?? [])].flatMap((part) => textPlaces(part, place, depth + 1)),
    ...Object.entries(here.properties ?? {}).flatMap(([name, part]) => below(part, name)),
    ...(here.items ? below(here.items, '0') : []),
    ...(typeof here.additionalProperties === 'object' ? below(here.additionalProperties, '*') : []),
  ];
  if (typesOf(here).includes('string') && !here.format) found.push(place);
  return [...new Set(found)];
}

export class Filler {
  readonly #operation: Operation;
  readonly #round: number;
  readonly #keep: readonly string[];
  readonly #steps = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  /** What stands at each place in the end. */
  readonly kinds = new Map<string, Kind>();
  readonly #shape: Shape;
  readonly #base: unknown;

  /** `base` is what makes the call valid; its texts give way to hostile ones unless `keep` names them. */
  constructor(operation: Operation, round: number, base: unknown, keep: readonly string[] = []) {
    this.#operation = operation;
    this.#round = round;
    this.#base = base;
    this.#keep = keep;
    this.#shape = shapeOf(operation.body as z.ZodType);
  }

  /** A body that the declared schema takes. */
  body(): unknown {
    for (let tried = 0; tried < 40; tried++) {
      this.kinds.clear();
      const value = this.#build(this.#shape, '', this.#base);
      const checked = (this.#operation.body as z.ZodType).safeParse(value);
      if (checked.success) return value;
      // One that is about the whole body begins with what it is about.
      const places = checked.error.issues.map(({ path, message }) =>
        path.length > 0
          ? path.map((name) => `/${String(name)}`).join('')
          : `/${/^\w+/.exec(message)?.[0] ?? ''}`,
      );
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
        if (!meant || this.kinds.get(known) === 'none') continue;
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
    const variants = here.anyOf ?? here.oneOf;
    if (variants && !here.properties) return this.#build(this.#variant(variants, base), place, base);
    const types = typesOf(here);
    if (types.includes('string') && typeof base !== 'object') return this.#text(here, place, base as string);
    if (Array.isArray(base) || (types.includes('array') && here.items)) return this.#list(here, place, base);
    if (here.properties || here.additionalProperties || typeof base === 'object')
      return this.#object(here, place, (base ?? {}) as Record<string, unknown>);
    if (typeof base === 'string') return this.#text(here, place, base);
    return undefined;
  }

  /** Which of several shapes: the one that the base has, else one after the other. */
  #variant(variants: Shape[], base: unknown): Shape {
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
    // Any JSON: an object says more than a text.
    const any = real.find((one) => typeof one.additionalProperties === 'object');
    if (any) return any;
    const texts = real.filter((one) => typesOf(one).includes('string'));
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
    if (names.size === 0 && typeof shape.additionalProperties === 'object') {
      const name = this.#text({ type: 'string', maxLength: 100 }, `${place}/*`, undefined);
      if (name !== undefined) {
        made[name] = this.#text({ type: 'string', maxLength: 2000 }, `${place}/**`, undefined);
        const { anyOf = [] } = resolved(shape.additionalProperties);
        if (anyOf.some((part) => typesOf(part).includes('array')))
          made.list = [this.#text({ type: 'string', maxLength: 200 }, `${place}/list/0`, undefined)];
      }
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
    if (shape.format === 'date-time' || shape.format === 'uuid') return last;
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
