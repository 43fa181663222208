import { z } from 'zod';
import { httpUrl, looksLikeUnsafeUrl, maxLinkLength } from '@/lib/links';
import { canonicalName } from '@/lib/names';

/** The sorts of fields that catalog entries are made of, each with its rule. Client-safe. */

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** One of a closed vocabulary, or null for none. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .enum(values, { error: (issue) => `is ${show(issue.input)}, allowed are ${values.join(', ')}` })
    .nullable();

const string = z.string({
  error: (issue) =>
    issue.input === undefined ? 'is required' : `must be a string, not ${show(issue.input)}`,
});

/** A text that may be empty; null clears it. */
export const text = (max: number) =>
  string
    .max(max, { error: `is longer than ${max} characters` })
    .nullable()
    .transform((value) => (value ?? '').trim());

/** A text that must say something. */
export const filled = (max: number) =>
  string
    .max(max, { error: `is longer than ${max} characters` })
    .refine((value) => value.trim() !== '', { error: 'must not be empty' })
    .transform((value) => value.trim());

/** Longest name of a service, as `service_name_check` has it. */
export const maxNameLength = 200;

/**
 * The name of a service. Characters that nobody sees or that turn the reading direction are refused: with them, two names that
 * look the same would be two services. (Joiners stay: emoji and some scripts need them.)
 */
export const serviceName = string
  .max(maxNameLength, { error: `is longer than ${maxNameLength} characters` })
  .refine((value) => value.trim() !== '', { error: 'must not be empty' })
  .refine((value) => !/\p{Cc}/u.test(value), { error: 'must not contain control characters' })
  .refine((value) => !/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(value), {
    error: 'must not contain invisible characters or such that turn the reading direction',
  })
  .transform(canonicalName);

/** An http or https address, or nothing. */
export const link = string
  .max(maxLinkLength, { error: `is longer than ${maxLinkLength} characters` })
  .nullable()
  .transform((value) => (value ?? '').trim())
  .refine((value) => value === '' || httpUrl(value) !== null, {
    error: 'must be an absolute http or https URL without credentials',
  })
  .transform((value) => httpUrl(value) ?? '');

const gitAddress = /^(?:ssh:\/\/)?[\w.-]+@[\w.-]+[:/][\w.~/-]+$/;

/** Whether a text names a repository and nothing that a browser would carry out. */
export const isRepository = (text: string) => gitAddress.test(text) || !looksLikeUnsafeUrl(text);

/** Where the source lies: an http or https address (the only ones that become a link), a git address, or a path without scheme. */
export const repository = string
  .max(maxLinkLength, { error: `is longer than ${maxLinkLength} characters` })
  .nullable()
  .transform((value) => (value ?? '').trim())
  .refine(isRepository, {
    error:
      'must be an http or https URL without credentials, or a git address such as git@host:team/repo.git',
  })
  .transform((value) => httpUrl(value) ?? value);

const mailAddress = /^(?:mailto:)?([^\s@<>"'?&:/]+@[^\s@<>"'?&:/]+)$/i;

/** Whether a text is nothing, a link or a mail address. */
export const isChannelUrl = (text: string) => text === '' || httpUrl(text) !== null || mailAddress.test(text);

/** Where a channel is found: an http or https address, or for mail the bare address. */
export const channelUrl = string
  .max(maxLinkLength, { error: `is longer than ${maxLinkLength} characters` })
  .nullable()
  .transform((value) => (value ?? '').trim())
  .refine(isChannelUrl, {
    error: 'must be an absolute http or https URL without credentials, or a mail address',
  })
  .transform((value) => httpUrl(value) ?? mailAddress.exec(value)?.[1] ?? '');

/** Schemes that a browser would carry out rather than open. */
const active = /^(?:javascript|data|vbscript|file|blob|filesystem|about|view-source):/i;

/** The address of a machine, such as `db.internal:5432`. Never shown as a link unless it is http or https. */
export const endpoint = text(500).refine(
  (value) =>
    !active.test(
      [...value].filter((char) => char.charCodeAt(0) > 0x20 && char.charCodeAt(0) !== 0x7f).join(''),
    ),
  { error: 'must be the address of a machine or an http or https URL' },
);

/** A whole number from 0 to `max`; null and nothing count as `empty`. */
export const count = (max: number) =>
  z
    .int({ error: (issue) => `is ${show(issue.input)}, must be a whole number from 0 to ${max}` })
    .min(0, { error: `must be a whole number from 0 to ${max}` })
    .max(max, { error: `must be a whole number from 0 to ${max}` });

/** A list of at most `max` items. */
export const list = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item, { error: 'must be a list' })
    .max(max, { error: (issue) => `has ${(issue.input as unknown[]).length} entries, more than ${max}` });
