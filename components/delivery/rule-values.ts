import { type DeliveryRule, deliveryRule } from '@/lib/delivery/schemas';

/** A rule as a form has it: numbers are texts until they are read. Pure. */
export type RuleValues = Omit<DeliveryRule, 'windowMinutes' | 'reworkHours' | 'minimum'> &
  Record<'windowMinutes' | 'reworkHours' | 'minimum', string>;

export type RuleErrors = Partial<Record<keyof DeliveryRule | '', string>>;

const limits = {
  windowMinutes: 'a whole number of minutes from 0 to 10080 (a week)',
  reworkHours: 'a whole number of hours from 1 to 720',
  minimum: 'a whole number from 1 to 1000',
  tiers: 'at least one tier',
} as const;

export function ruleValuesOf(rule: DeliveryRule): RuleValues {
  return {
    ...rule,
    windowMinutes: String(rule.windowMinutes),
    reworkHours: String(rule.reworkHours),
    minimum: String(rule.minimum),
  };
}

/** What was typed, as a rule or as what is wrong with it. */
export function readRuleValues(
  values: RuleValues,
): { rule: DeliveryRule; errors: null } | { rule: null; errors: RuleErrors } {
  const number = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN);
  const read = deliveryRule.safeParse({
    ...values,
    windowMinutes: number(values.windowMinutes),
    reworkHours: number(values.reworkHours),
    minimum: number(values.minimum),
  });
  if (read.success) return { rule: read.data, errors: null };
  const errors: RuleErrors = {};
  for (const { path, message } of read.error.issues) {
    const field = path[0] as keyof DeliveryRule;
    errors[field] = field in limits ? `Needs ${limits[field as keyof typeof limits]}.` : message;
  }
  return { rule: null, errors };
}
