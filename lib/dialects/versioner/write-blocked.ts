import type { Reply } from '@/lib/http/reply';
import type { PreflightReasonWire, PreflightWire } from '@/lib/preflight/schemas';
import { statusOfReason } from '@/lib/preflight/vocabulary';
import type { VersionerBlocked } from './event-schemas';

/**
 * The answer to a start that is forbidden. Versioner documents its body at the top level, and its clients read it under `detail`: it stands in
 * both places. Pure.
 */
export function answerBlocked({ reasons, retryAfterSeconds }: PreflightWire): Reply {
  const [first, ...others] = reasons.filter(({ effect }) => effect === 'block') as [
    PreflightReasonWire,
    ...PreflightReasonWire[],
  ];
  const { code, message, retryAt } = first;
  const body: Omit<VersionerBlocked, 'detail'> = {
    error: 'deployment_blocked',
    message,
    code,
    ...(retryAt === null ? {} : { retry_after: retryAt }),
    details: {
      ...first.details,
      ...(first.rule ? { rule_id: first.rule.id, rule_name: first.rule.name } : {}),
      ...(others.length > 0
        ? { also: others.map((reason) => ({ code: reason.code, message: reason.message })) }
        : {}),
    },
  };
  const status = code in statusOfReason ? statusOfReason[code as keyof typeof statusOfReason] : 409;
  return {
    status,
    headers: retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: { ...body, detail: body },
  };
}
