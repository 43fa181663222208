import { operations } from '@/lib/api/operations';
import { catalogFields, type Fields } from '@/lib/dialects/tracker/catalog-fields';
import type { Operation } from '@/lib/http/operation';
import { type Shape, shapeOf, textPlaces } from './fill';

/** What each operation takes, as far down as texts go. */

/** Bodies whose schema leaves to the product what is in them, from what the product reads them by. */
const read: Record<string, () => Shape> = {
  createEvents: () => {
    const { body } = operations.find(({ id }) => id === 'createEvent') as Operation;
    return object({ events: { type: 'array', items: shapeOf(body as NonNullable<typeof body>) } });
  },
  trackerCreateUpdateCatalog: () => object({ name: { type: 'string' }, ...shapesOf(catalogFields) }),
};

const object = (properties: Record<string, Shape>): Shape => ({ type: 'object', properties });

export function bodyShape({ id, body }: Operation): Shape | undefined {
  return read[id]?.() ?? (body && shapeOf(body));
}

function shapesOf(fields: Fields): Record<string, Shape> {
  return Object.fromEntries(
    Object.values(fields).flatMap((field) => {
      const shape = shapeOfField(field);
      return shape ? [[field.wire, shape]] : [];
    }),
  );
}

/** A field says how it is read; what it takes is found by trying. None for one that takes no text: a number, a date, one of few words. */
function shapeOfField({ read: take, inner }: Fields[string]): Shape | undefined {
  const takes = (value: unknown) => {
    const issues: never[] = [];
    const taken = take(value, [], { table: 'guide', issues });
    return issues.length === 0 && (inner !== undefined || JSON.stringify(taken ?? null).includes('any word'));
  };
  if (inner) return takes([]) ? { type: 'array', items: object(shapesOf(inner)) } : object(shapesOf(inner));
  if (takes(['any word'])) return { type: 'array', items: { type: 'string' } };
  if (takes({ x: 'any word' })) return { type: 'object', additionalProperties: { type: 'string' } };
  return takes('any word') ? { type: 'string' } : undefined;
}

/** Every place where whoever calls an operation can put text: `body/title`, `path/name`, `query/slack_id`. */
export function fieldsOf(operation: Operation): string[] {
  const { params, query } = operation;
  const body = bodyShape(operation);
  // A query with a name that nobody knows is not read.
  const known = (place: string) => !place.includes('*') && !place.includes('{name}');
  return [
    ...(body ? textPlaces(body).map((place) => `body${place}`) : []),
    ...(params ? textPlaces(shapeOf(params)).map((place) => `path${place}`) : []),
    ...(query
      ? textPlaces(shapeOf(query))
          .filter(known)
          .map((place) => `query${place}`)
      : []),
  ];
}

/** Whether something at a place of a call, such as `body/links/3/title`, is at the declared one, such as `body/links/0/title`. */
export function isAt(place: string, declared: string): boolean {
  const found = place.split('/');
  const parts = declared.split('/');
  return (
    found.length === parts.length &&
    parts.every((part, index) => {
      const here = found[index] as string;
      return part === here || (part === '*' && here !== '{name}') || (part === '0' && /^\d+$/.test(here));
    })
  );
}
