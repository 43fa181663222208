import type { AuditAbout } from '@/lib/audit/entry';
import { fitJson, fitText } from '@/lib/audit/fit';
import { aboutFields } from '@/lib/audit/write';
import { once } from '@/lib/runtime';
import type { EventWire } from './schemas';

/** What a new event says to the audit log, on the hottest path there is: written as text, piece by piece, without an object. */

const mostRemembered = 1_000;
const remembered = () => once('events.audit-about', () => new Map<string, string>());

/** The members of the insert's document that become the audit entry: who, how, and what the event was. They begin with a comma. */
export function auditFields(event: EventWire, about: AuditAbout): string {
  return `${callerOf(about)},"requestId":${JSON.stringify(about.requestId)},"after":${auditedEvent(event)}`;
}

/** Characters up to which nothing has to be left out, whatever they are: each takes six bytes at most, of the 8 kB of a side. */
const fits = 800;

/**
 * What the audit log keeps of a new event, enough to know it by when it is gone: the canonical JSON that `fitJson` makes of these fields,
 * for a tenth of its cost where nothing has to be left out.
 */
export function auditedEvent({ environment, kind, service, status, title, version }: EventWire): string {
  const length = title.length + service.length + (environment?.length ?? 0) + (version?.length ?? 0);
  if (length > fits) return fitJson({ environment, kind, service, status, title, version }) as string;
  return `{"environment":${told(environment)},"kind":"${kind}","service":${told(service)},"status":${told(status)},"title":${told(title)},"version":${told(version)}}`;
}

const told = (text: string | null) => (text === null ? 'null' : JSON.stringify(fitText(text)));

/** The same for all requests of one caller from one address to one operation, and so made once. */
function callerOf(about: AuditAbout): string {
  const key = `${about.operation}\n${about.callerKind}\n${about.callerId}\n${about.via}\n${about.address}\n${about.callerName}`;
  const known = remembered().get(key);
  if (known !== undefined) return known;
  const { requestId: _, ...caller } = aboutFields(about);
  const made = `,${JSON.stringify(caller).slice(1, -1)}`;
  if (remembered().size >= mostRemembered) remembered().clear();
  remembered().set(key, made);
  return made;
}
