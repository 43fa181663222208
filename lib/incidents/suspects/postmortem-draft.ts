import type {
  IncidentDetailWire,
  IncidentEntryWire,
  SimilarIncidentWire,
  SuspectWire,
} from '@/lib/incidents/schemas';
import { lengthInWords } from './words';

/**
 * The draft of a postmortem: what the product knows of an incident, as Markdown, with gaps where only people know. Pure. Whatever came from
 * outside is text in it and nothing else.
 */

export interface DraftInput {
  incident: IncidentDetailWire;
  /** Its own timeline, oldest first. */
  entries: readonly IncidentEntryWire[];
  suspects: readonly SuspectWire[];
  /** What was said when it was resolved, and what was changed before. */
  outcome: Pick<SimilarIncidentWire, 'resolution' | 'fix'>;
}

/** Most lines of the timeline; of a longer one the beginning and the end stay. */
const mostLines = 120;
const mostText = 400;

/** Writes the draft. */
export function postmortemDraft(input: DraftInput): string {
  const { incident } = input;
  return `${[
    `# Incident ${incident.number}: ${asText(incident.title)}`,
    ['## What happened', ...whatHappened(incident)],
    ['## Impact', ...impact(incident)],
    ['## Timeline', 'Times are UTC.', timeline(input)],
    ['## Cause', ...cause(input)],
    ['## What helped', ...whatHelped(input)],
    ['## Follow-ups', '- [ ] '],
  ]
    .flat()
    .join('\n\n')}\n`;
}

function whatHappened({
  service,
  environment,
  startedAt,
  detectedAt,
  origin,
  rule,
  summary,
  message,
  ...incident
}: IncidentDetailWire) {
  const where = environment === null ? asText(service) : `${asText(service)} in ${asText(environment)}`;
  const noticed = Date.parse(detectedAt) - Date.parse(startedAt);
  const how =
    origin === 'reported'
      ? 'It was reported'
      : `It was detected${rule === null ? '' : ` by the rule “${asText(rule.name)}”`}`;
  const paragraphs = [
    `On ${utc(startedAt)} something broke in ${where}. ${how} ${noticed <= 0 ? 'at once' : `${lengthInWords(noticed)} later`}.`,
  ];
  if (summary !== '') paragraphs.push(asText(summary));
  if (incident.template !== '') paragraphs.push(`The error: ${asText(incident.template)}`);
  if (message.trim() !== '') paragraphs.push(`What was reported: ${asText(message)}`);
  return paragraphs;
}

function impact(incident: IncidentDetailWire) {
  const facts = [
    `- Severity: ${incident.severity ?? 'not judged'}`,
    `- Category: ${incident.category.replaceAll('_', ' ')}`,
  ];
  if (incident.signalCount > 0) facts.push(`- Errors: ${incident.signalCount.toLocaleString('en-US')}`);
  facts.push(`- Acknowledged: ${took(incident.timeToAcknowledgeMs, 'after detection', 'never')}`);
  facts.push(`- Lasted: ${took(incident.timeToResolveMs, '', 'it is not over')}`);
  if (incident.reopened > 0)
    facts.push(`- Reopened: ${incident.reopened} ${incident.reopened === 1 ? 'time' : 'times'}`);
  if (incident.mergedFrom.length > 0)
    facts.push(`- Merged into it: ${incident.mergedFrom.map((n) => `incident ${n}`).join(', ')}`);
  return [facts.join('\n'), 'Who was affected, and how: '];
}

const took = (ms: number | null, after: string, never: string) =>
  ms === null ? never : `${lengthInWords(ms)} ${after}`.trimEnd();

interface Line {
  at: number;
  text: string;
}

function timeline({ incident, entries, suspects }: DraftInput): string {
  const lines: Line[] = [{ at: Date.parse(incident.startedAt), text: 'The incident begins.' }];
  if (incident.detectedAt !== incident.startedAt) {
    lines.push({
      at: Date.parse(incident.detectedAt),
      text: incident.origin === 'detected' ? 'It is detected.' : 'It is reported.',
    });
  }
  for (const { event, verdict } of named(suspects)) {
    const note = verdict === 'confirmed' ? 'confirmed as the cause' : 'suspected';
    lines.push({ at: Date.parse(event.at), text: `${change(event)} begins (${note}).` });
  }
  for (const entry of entries) {
    const text = inWords(entry, suspects);
    if (text !== null) lines.push({ at: Date.parse(entry.at), text });
  }
  const sorted = lines
    .map((line, index) => ({ ...line, index }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  return shortened(sorted.map(({ at, text }) => `- **${utc(new Date(at).toISOString())}** ${text}`)).join(
    '\n',
  );
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  const half = mostLines / 2;
  return [...lines.slice(0, half), `- … ${lines.length - mostLines} more …`, ...lines.slice(-half)];
}

/** An entry as a sentence; null for what a reader of a postmortem does not need. */
function inWords(
  { type, actor, field, oldValue, newValue, text }: IncidentEntryWire,
  suspects: readonly SuspectWire[],
): string | null {
  const who = asText(actor === '' ? 'somebody' : actor);
  const said = text.trim() === '' ? '.' : `: ${asText(text)}`;
  switch (type) {
    case 'status':
    case 'reopened':
      return `${who} moved it from ${asText(oldValue)} to ${asText(newValue)}${said}`;
    case 'acknowledged':
      return `${who} acknowledged it.`;
    case 'assigned':
      return newValue === ''
        ? `${who} took the assignment back.`
        : `${who} assigned it to ${asText(newValue)}.`;
    case 'note':
      return `${who} noted${said}`;
    case 'merged':
    case 'split':
      return `${who} ${type === 'merged' ? 'merged incidents' : 'split it'}${said}`;
    case 'edited':
      return field === 'severity' ? `${who} set the severity to ${asText(newValue)}.` : null;
    case 'suspect': {
      const event = suspects.find((suspect) => suspect.event.id === field)?.event;
      const what = event ? change(event) : 'a change';
      return newValue === ''
        ? `${who} took back what was said of ${what}.`
        : `${who} ${newValue === 'confirmed' ? 'confirmed' : 'cleared'} ${what}.`;
    }
    default:
      return null;
  }
}

/** The suspects that are worth a line: the confirmed ones, else the first. */
function named(suspects: readonly SuspectWire[]): SuspectWire[] {
  const confirmed = suspects.filter(({ verdict }) => verdict === 'confirmed');
  if (confirmed.length > 0) return confirmed;
  return suspects.filter(({ verdict }) => verdict === null).slice(0, 1);
}

function change({ title, service, environment, version }: SuspectWire['event']): string {
  const place = environment === null ? asText(service) : `${asText(service)}, ${asText(environment)}`;
  const what =
    version !== null && !title.includes(version) ? `${asText(title)} (${asText(version)})` : asText(title);
  return `“${what}” (${place})`;
}

function cause({ suspects }: DraftInput): string[] {
  const shown = named(suspects);
  const [first] = shown;
  if (!first) return ['No change near the start is suspected. The cause is '];
  if (first.verdict === 'confirmed') {
    return [...shown.map(({ event }) => `Confirmed: ${change(event)}.`), 'What in it went wrong: '];
  }
  const reasons = first.parts
    .filter(({ points, most }) => points >= most / 2)
    .map(({ reason }) => `- ${asText(reason)}`);
  const why = `Not confirmed by anybody yet. The most suspect change is ${change(first.event)}, with ${first.score} of 100:`;
  return reasons.length === 0 ? [`${why.slice(0, -1)}.`] : [why, reasons.join('\n')];
}

function whatHelped({ outcome: { resolution, fix } }: DraftInput): string[] {
  const said = resolution === null ? [] : [`${asText(resolution.actor)} wrote: ${asText(resolution.text)}`];
  const done =
    fix === null ? [] : [`The last change before the end: “${asText(fix.title)}” (${asText(fix.service)}).`];
  return said.length + done.length === 0 ? ['What made it good: '] : [...said, ...done];
}

const utc = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;

/**
 * A text from outside as a piece of a Markdown line that shows just this text: one line, and nothing in it is markup, an
 * entity or HTML. Long texts are cut.
 */
export function asText(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\s\u2028\u2029]+/gu, ' ')
    .trim();
  const kept = [...line].slice(0, mostText).join('');
  const cut = kept.length < line.length ? `${kept.trimEnd()}…` : kept;
  return (
    cut
      .replaceAll(/[\\`*_[\]<>&|~#!$]/g, '\\$&')
      // At the beginning of a line these would make a list or a heading.
      .replace(/^(?:[-+=]|\d{1,9}(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`))
      // Where a renderer is eager, a bare address becomes a link.
      .replaceAll(/(?<=\w):(?=\/\/)|(?<=www)\./gi, '\\$&')
  );
}
