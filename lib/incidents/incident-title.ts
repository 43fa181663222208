import { maskedCut, maskSecrets } from './triage/mask';

/** What an incident that a rule found is called: what its signals say, in the words of whoever wrote the message. Pure. */

const mostLength = 120;

/** What is no word of a person: stamps, ids and addresses, which differ from one message to the next. */
const noise: readonly [RegExp, string][] = [
  [/^\s*(?:\[[^\]]{1,40}\]\s*)+/u, ''],
  [/^\s*\d{4}-\d{2}-\d{2}[T ][\d:.,]+(?:Z|[+-]\d{2}:?\d{2})?\s*[-|:]?\s*/u, ''],
  // A level before the words; "Error reading …" and "Critical error occurred" are words.
  [
    /^\s*(?:(?:FATAL|CRITICAL|ERROR|ERR|WARN(?:ING)?)(?:\s*[-|:]+\s*|\s+)|(?:fatal|critical|error|err|warn(?:ing)?)\s*[-|:]+\s*)+/u,
    '',
  ],
  [/^\s*(?:(?:Fatal|Critical|Error|Err|Warn(?:ing)?)\s*[-|:]+\s*)+/u, ''],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, '…'],
  [/\b(?:0x)?(?=[0-9a-f]*\d)[0-9a-f]{12,}\b/giu, '…'],
  [/\b\d{7,}\b/gu, '…'],
];

/** The most frequent message, the first of equals, cleaned and cut at a word; about its service when nobody says anything. */
export function titleOf(messages: readonly string[], service: string): string {
  const counts = new Map<string, number>();
  for (const message of messages) {
    const title = clean(message);
    if (title !== '') counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  let best = '';
  for (const [title, count] of counts) if (count > (counts.get(best) ?? 0)) best = title;
  return best === '' ? `Errors in ${service}`.slice(0, mostLength) : best;
}

function clean(message: string): string {
  let line =
    message
      .slice(0, 2000)
      .toWellFormed()
      .split(/[\r\n]+/u)
      .find((text) => text.trim() !== '') ?? '';
  // A title is shown to many and sent to more.
  line = maskedCut(line, 1000, maskSecrets, 1500).replaceAll('[secret]', '…');
  for (const [pattern, instead] of noise) line = line.replace(pattern, instead);
  const text = line
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replaceAll(/(?:…[\s,;:-]*){2,}/gu, '… ')
    .trim();
  return /[\p{L}\p{N}]/u.test(text) ? cutAtWord(text) : '';
}

function cutAtWord(text: string): string {
  if (text.length <= mostLength) return text;
  const head = text.slice(0, mostLength - 1);
  const space = head.lastIndexOf(' ');
  const kept = space > mostLength / 2 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.replace(/[\s,;:([{-]+$/u, '')}…`;
}
