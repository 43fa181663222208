import type { IncidentCategory } from '../vocabulary';

/** Words that make a trouble graver, or less grave, than its category alone. Texts are as for features. Client-safe. */

/** Somebody loses data, everybody loses the service, or somebody is inside who should not be: P1 whatever the category. */
export const graveWords =
  /\b(?:service|system|site|platform|application|cluster|production|prod) (?:is |are |went |has gone )?(?:completely |totally )?down\b|\b(?:full|total|complete|major) outage\b|\boutage\b|\bdata ?loss\b|\blost (?:data|writes|orders|payments)\b|\bdata (?:is |was )?(?:corrupt|lost)|\bcorrupt(?:ed|ion)\b|\bsecurity (?:breach|incident)\b|\bdata breach\b|\bbreach(?:ed)? detected|\bintrusion\b|\bransomware\b|\bunauthori[sz]ed access (?:was |has been )?detected|\ball (?:instances|replicas|nodes|pods|hosts|backends|workers) (?:are |have )?(?:down|failed|dead|unhealthy|unreachable)\b|\bcrash ?loop|\bnot serving\b/;

/** What a category's messages say when it limps rather than lies: P2 where the category alone would be P1. */
export const mildWords: Partial<Record<IncidentCategory, RegExp>> = {
  database_issue:
    /slow quer|syntax error|duplicate key|violates (?:unique|foreign|not-null|check)|(?:unique|foreign key|integrity) constraint|\bdead ?lock\b|could not serialize|serialization failure|replication lag|unknown column|no such (?:table|column)|does not exist/,
  memory_leak:
    /memory (?:usage|consumption|pressure)(?!.{0,30}(?:100|9\d) ?%)|possible memory leak|gc overhead warning/,
  disk_full: /(?:disk|volume|storage|file ?system)[^%]{0,60}\b[1-8]?\d(?:\.\d+)? ?%/,
};

/** What takes the mildness back. */
export const notMild =
  /out[ -]of[ -]memory|\boom\b|no space left|\benospc\b|\bcritical\b|exhaust|refused|unavailable|\bdown\b|\bfailed to connect\b/;
