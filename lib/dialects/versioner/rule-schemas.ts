import { z } from 'zod';
import { choice, filterName, timePoint } from '@/lib/http/filter-values';
import { manyTexts, wholeNumber } from '@/lib/http/query';

/** Deployment rules and their violations as Versioner's wire writes them. Client-safe. */

const text = (max: number) =>
  z.string({ error: 'must be a string' }).max(max, { error: `is longer than ${max} characters` });
const names = z.array(text(200), { error: 'must be a list of names or ids' }).max(500);

export const ruleTypes = ['schedule', 'flow', 'version_approval_required', 'concurrency'] as const;
/** `concurrency` is ours: with Versioner it is no rule that can be changed. */
export type RuleType = (typeof ruleTypes)[number];
export const enforcementModes = ['block', 'report', 'disabled'] as const;

const blockedWindow = z.looseObject({
  day: text(20).optional().meta({ description: 'Of the week; every day when left out.' }),
  start_time: text(8),
  end_time: text(8),
});

/** A change of a rule: what is left out stays. */
export const rulePatch = z
  .looseObject({
    name: text(200).optional(),
    description: text(2000).optional(),
    enforcement_mode: choice(enforcementModes).optional(),
    enabled: z.boolean({ error: 'must be true or false' }).optional(),
    rule_type: choice(ruleTypes).optional(),
    target_environments: names.optional().meta({ description: 'Names or ids; empty is all of them.' }),
    target_product_ids: names.optional().meta({ description: 'Ids or names; empty is all of them.' }),
    schedule: z
      .looseObject({ timezone: text(100).optional(), blocked_windows: z.array(blockedWindow).min(1).max(7) })
      .optional(),
    source_environment: text(100).optional(),
    target_environment: text(100).optional(),
    required_duration_minutes: z.int({ error: 'must be a whole number' }).optional(),
    required_approvals: z.int({ error: 'must be a whole number' }).optional(),
    approval_types: names.optional(),
  })
  .meta({ id: 'VersionerRuleUpdate' });
export type RulePatch = z.output<typeof rulePatch>;

const time = z.iso.datetime();

export const versionerRule = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    rule_type: choice(ruleTypes),
    enforcement_mode: choice(enforcementModes),
    enabled: z.boolean(),
    target_type: z.enum(['all', 'specific']),
    target_environments: z.array(z.string()),
    target_product_ids: z.array(z.string()),
    schedule: z
      .object({
        type: z.string(),
        timezone: z.string(),
        blocked_windows: z.array(
          z.object({ day: z.string().nullable(), start_time: z.string(), end_time: z.string() }),
        ),
      })
      .nullable(),
    source_environment: z.string().nullable(),
    target_environment: z.string().nullable(),
    required_duration_minutes: z.int().nullable(),
    required_approvals: z.int().nullable(),
    approval_types: z.array(z.string()),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'VersionerRule' });
export type VersionerRule = z.output<typeof versionerRule>;

export const violationsQuery = z.looseObject({
  rule: manyTexts(filterName).optional().meta({ description: 'Ids or names.' }),
  product: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional(),
  type: manyTexts(choice(ruleTypes)).optional(),
  start_date: timePoint.optional(),
  end_date: timePoint.optional().meta({ description: 'Included, when it is a date.' }),
  limit: wholeNumber(1, 500).default(50),
});
export type ViolationsQuery = z.output<typeof violationsQuery>;

export const versionerViolation = z
  .object({
    id: z.string(),
    rule_id: z.string().nullable(),
    rule_name: z.string(),
    rule_type: choice(ruleTypes).nullable().meta({ description: 'Null for a held lock.' }),
    blocked: z.boolean(),
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.json()),
    product_id: z.string(),
    product_name: z.string(),
    environment_id: z.string(),
    environment_name: z.string(),
    version: z.string(),
    deployment_id: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: 'VersionerViolation' });
export type VersionerViolation = z.output<typeof versionerViolation>;
