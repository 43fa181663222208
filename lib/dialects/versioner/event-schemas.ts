import { z } from 'zod';
import { canonicalStatus, statusWords } from '@/lib/deployments/status-synonyms';
import { type RunKind, runStatuses } from '@/lib/deployments/vocabulary';
import { eventPatch } from '@/lib/events/schemas';
import { parseTime } from '@/lib/time/expressions';

/** What pipelines post on Versioner's wire. Client-safe. Fields that nobody documents are ignored, empty ones count as left out. */

/** Largest `extra_metadata`, in bytes of its JSON. */
export const maxMetadataBytes = 100 * 1024;

const absent = (input: unknown) => (input === undefined || input === null ? 'field required' : undefined);

/** A text of at most `max` characters, or nothing. */
const text = (max: number) =>
  z
    .string({ error: 'must be a string' })
    .max(max, { error: `is longer than ${max} characters` })
    .nullish()
    .transform((value) => value?.trim() || undefined);

/** Numbers that clients write as texts, and texts that they write as numbers. */
const number = (max: number) =>
  z
    .union([z.string(), z.number()], { error: 'must be a string or a number' })
    .nullish()
    .transform((value) =>
      value === undefined || value === null ? undefined : String(value).trim() || undefined,
    )
    .pipe(
      z
        .string()
        .max(max, { error: `is longer than ${max} characters` })
        .optional(),
    );

const time = z
  .string({ error: 'must be an RFC 3339 date-time' })
  .nullish()
  .transform((value, context) => {
    if (!value) return undefined;
    const instant = /[Tt ]/.test(value) ? parseTime(value.trim().toUpperCase().replace(' ', 'T'), 0) : null;
    if (instant !== null) return new Date(instant).toISOString();
    context.addIssue({
      code: 'custom',
      message: 'must be an existing RFC 3339 date-time such as 2026-01-15T10:00:00Z',
    });
    return z.NEVER;
  })
  .meta({ type: 'string', format: 'date-time' });

const metadata = z
  .record(z.string(), z.json(), { error: 'must be an object' })
  .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= maxMetadataBytes, {
    error: 'is larger than 100 kB',
  })
  .nullish()
  .transform((value) => value ?? undefined);

const status = (kind: RunKind) =>
  z
    .string({ error: ({ input }) => absent(input) ?? 'must be a string' })
    .transform((word, context) => {
      const canonical = canonicalStatus(word);
      if (canonical !== null) return canonical;
      const shown = word.length > 60 ? `${word.slice(0, 57)}…` : word;
      context.addIssue({
        code: 'custom',
        message: `is ${JSON.stringify(shown)}, allowed are ${statusWords(kind).join(', ')}`,
      });
      return z.NEVER;
    })
    .meta({ type: 'string', description: `In any case: ${statusWords(kind).join(', ')}.` });

/** A name as events have it, in this wire's words when it is missing. */
const required = <T extends z.ZodType>(schema: T) =>
  z
    .any()
    .refine((value) => value !== undefined && value !== null, { error: 'field required', abort: true })
    .pipe(schema);

const shape = eventPatch.shape;

const common = {
  product_name: required(shape.service.unwrap()).meta({ type: 'string' }),
  version: required(shape.version.unwrap().unwrap()).meta({ type: 'string', maxLength: 200 }),
  scm_branch: text(500),
  scm_sha: text(100),
  scm_repository: text(1000).meta({ description: 'A URL, or `owner/name`.' }),
  build_url: text(2048).meta({ description: 'The page of the run.' }),
  build_number: number(100),
  source_system: text(200).meta({ description: 'What reports it, such as `github`.' }),
  invoke_id: number(400).meta({ description: 'The id of the run: by it, the posts of one run are known.' }),
  started_at: time,
  completed_at: time,
  error_message: text(65_536),
  error_code: text(200),
  extra_metadata: metadata.meta({ description: 'At most 100 kB. `error` becomes the message of the event.' }),
};

export const deploymentEventBody = z
  .looseObject({
    ...common,
    environment_name: required(shape.environment.unwrap().unwrap()).meta({ type: 'string' }),
    status: status('deployment'),
    deployed_by: text(200),
    deployed_by_email: text(320),
    deployed_by_name: text(200),
    deploy_url: text(2048).meta({ description: 'The page of what was deployed.' }),
    skip_preflight_checks: z.unknown().optional().meta({
      description: 'Without effect: put a rule on report_only or disabled instead.',
      deprecated: true,
    }),
  })
  .meta({ id: 'VersionerDeploymentEvent' });
export type DeploymentEventBody = z.output<typeof deploymentEventBody>;

export const buildEventBody = z
  .looseObject({
    ...common,
    status: status('build'),
    built_by: text(200),
    built_by_email: text(320),
    built_by_name: text(200),
  })
  .meta({ id: 'VersionerBuildEvent' });
export type BuildEventBody = z.output<typeof buildEventBody>;

const answered = z.iso.datetime();
const canonical = z.enum(runStatuses);
const person = z.string().nullable();

const evaluated = z.object({
  rule_name: z.string(),
  status: z.enum(['enabled', 'report_only', 'disabled']),
  evaluation_result: z.enum(['passed', 'failed', 'not_applicable']),
  error_message: z.string().nullable(),
});

/** A deployment. What nobody told is null. */
export const versionerDeployment = z
  .object({
    id: z.string(),
    product_id: z.string(),
    product_name: z.string(),
    version_id: z.string().nullable(),
    version: z.string().nullable(),
    environment_id: z.string().nullable(),
    environment_name: z.string().nullable(),
    status: canonical,
    deployed_at: answered.meta({ description: 'When it began.' }),
    completed_at: answered.nullable(),
    deployed_by: person,
    deployed_by_email: person,
    deployed_by_name: person,
    source_system: z.string().nullable(),
    invoke_id: z.string().nullable(),
    build_number: z.string().nullable(),
    build_url: z.string().nullable(),
    deploy_url: z.string().nullable(),
    scm_sha: z.string().nullable(),
    scm_branch: z.string().nullable(),
    scm_repository: z.string().nullable(),
    error_message: z.string().nullable(),
    error_code: z.string().nullable(),
    soak_time_hours: z.null(),
    extra_metadata: z
      .looseObject({
        preflight_status: z
          .object({ status: z.enum(['passed', 'failed']), rules_evaluated: z.array(evaluated) })
          .optional()
          .meta({ description: 'In the answer to a start: what the rules said.' }),
      })
      .meta({ description: 'As it was posted.' }),
    created_at: answered,
    updated_at: answered,
  })
  .meta({ id: 'VersionerDeployment' });
export type VersionerDeployment = z.output<typeof versionerDeployment>;

export const versionerBuild = z
  .object({
    id: z.string(),
    product_id: z.string(),
    product_name: z.string(),
    version_id: z.string(),
    version: z.string(),
    status: canonical,
    build_number: z.string().nullable(),
    build_url: z.string().nullable(),
    started_at: answered.nullable(),
    completed_at: answered.nullable(),
    built_by: person,
    built_by_email: person,
    built_by_name: person,
    source_system: z.string().nullable(),
    invoke_id: z.string().nullable(),
    scm_sha: z.string().nullable(),
    scm_branch: z.string().nullable(),
    scm_repository: z.string().nullable(),
    error_message: z.string().nullable(),
    error_code: z.string().nullable(),
    extra_metadata: z.record(z.string(), z.json()),
    created_at: answered,
    updated_at: answered,
  })
  .meta({ id: 'VersionerBuild' });
export type VersionerBuild = z.output<typeof versionerBuild>;

/** A failure: a sentence, or one entry for each field that breaks its schema. */
export const versionerError = z
  .object({
    detail: z.union([
      z.string(),
      z.array(z.object({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() })),
    ]),
  })
  .meta({ id: 'VersionerError' });

const blockedFields = {
  error: z.literal('deployment_blocked'),
  message: z.string(),
  code: z.string(),
  retry_after: answered.optional().meta({ description: 'When it can be tried again, where that is known.' }),
  details: z.record(z.string(), z.json()),
};

/** A start that is forbidden, said twice: at the top as it is documented, and under `detail` where the clients look. */
export const versionerBlocked = z
  .object({ ...blockedFields, detail: z.object(blockedFields) })
  .meta({ id: 'VersionerBlocked' });
export type VersionerBlocked = z.output<typeof versionerBlocked>;
