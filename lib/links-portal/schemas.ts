import { z } from 'zod';
import { httpUrl, maxLinkLength } from '@/lib/links';

/**
 * Quick links on Tracker's wire: snake_case, unix seconds, ids of 24 hexadecimal digits. There is no other form of them.
 * Client-safe.
 */

const text = (max: number, name: string) =>
  z
    .string({ error: `${name} must be a string` })
    .max(max, { error: `${name} is longer than ${max} characters` })
    .nullish()
    .transform((value) => (value ?? '').trim());

/** A colour of CSS that is no more than a colour: a name or hexadecimal digits. */
const color = text(50, 'color').refine((value) => /^(?:#[0-9a-f]{3,8}|[a-z-]*)$/i.test(value), {
  error: 'color must be a name or hexadecimal digits such as #1b3575',
});

/** The name of an icon (`fas fa-book`), or its address. */
const icon = text(maxLinkLength, 'icon').refine(
  (value) => /^[\w\s./-]*$/.test(value) || httpUrl(value) !== null,
  { error: 'icon must be a name or an http or https URL' },
);

const logo = text(maxLinkLength, 'logo').refine((value) => value === '' || httpUrl(value) !== null, {
  error: 'logo must be an http or https URL',
});

/** What is sent for a link. Unknown fields are ignored. */
export const linkBody = z
  .object(
    {
      group: text(100, 'group').transform((value) => value || 'Custom'),
      name: text(200, 'name'),
      url: text(maxLinkLength, 'url'),
      description: text(2000, 'description'),
      icon,
      color,
      logo,
    },
    { error: 'the body must be a JSON object' },
  )
  .refine(({ name, url }) => name !== '' && url !== '', { error: 'name and url are required' })
  .refine(({ url }) => url === '' || httpUrl(url) !== null, {
    error: 'url must be an absolute http or https URL without credentials',
  })
  .transform((link) => ({ ...link, url: httpUrl(link.url) ?? link.url }))
  .meta({ id: 'QuickLinkBody' });
export type LinkBody = z.output<typeof linkBody>;
export type LinkBodyInput = z.input<typeof linkBody>;

export const quickLinkWire = z
  .object({
    id: z.string().regex(/^[0-9a-f]{24}$/),
    group: z.string(),
    name: z.string(),
    url: z.string(),
    description: z.string().optional(),
    icon: z.string().optional(),
    color: z.string().optional(),
    logo: z.string().optional(),
    created_at: z.int().meta({ description: 'Unix time in seconds.' }),
    updated_at: z.int(),
  })
  .meta({ id: 'QuickLink' });
export type QuickLinkWire = z.output<typeof quickLinkWire>;

/** Links of a Homer dashboard, which is shown beside our own. */
export const homerLinksWire = z
  .object({
    links: z.array(
      z.object({
        name: z.string(),
        url: z.string(),
        icon: z.string().optional(),
        target: z.string().optional(),
      }),
    ),
    services: z.array(
      z.object({
        name: z.string(),
        icon: z.string().optional(),
        items: z.array(
          z.object({
            name: z.string(),
            url: z.string(),
            subtitle: z.string().optional(),
            logo: z.string().optional(),
            icon: z.string().optional(),
            tag: z.string().optional(),
            keywords: z.string().optional(),
            target: z.string().optional(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'HomerLinks' });
export type HomerLinksWire = z.output<typeof homerLinksWire>;
