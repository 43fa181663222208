import { describe, expect, it, test } from 'vitest';
import type { IncidentDetailWire, IncidentEntryWire, SuspectWire } from '@/lib/incidents/schemas';
import { asText, postmortemDraft } from './postmortem-draft';

const at = (time: string) => `2026-11-20T${time}.000Z`;
const incident = (more: Partial<IncidentDetailWire> = {}): IncidentDetailWire => ({
  number: 42,
  eventId: 'e',
  title: 'Checkout answers 500',
  status: 'resolved',
  severity: 'P1',
  category: 'database_issue',
  summary: 'Database connection issues detected in checkout',
  service: 'checkout',
  environment: 'production',
  origin: 'detected',
  rule: { id: 1, name: 'Bursts of errors' },
  assignee: 'ann',
  startedAt: at('12:00:00'),
  detectedAt: at('12:04:00'),
  detectedAtOriginal: at('12:04:00'),
  acknowledgedAt: at('12:10:00'),
  acknowledgedBy: 'ann',
  resolvedAt: at('13:05:00'),
  resolvedBy: 'ann',
  closedAt: null,
  endedAt: at('13:05:00'),
  reopened: 0,
  signalCount: 12_345,
  lastSignalAt: at('12:59:00'),
  mergedInto: null,
  topSuspect: null,
  revision: 3,
  createdAt: at('12:04:00'),
  updatedAt: at('13:05:00'),
  message: '',
  template: 'connection to <ip> refused',
  triage: null,
  triagePending: false,
  judgedByPerson: [],
  postmortem: '',
  postmortemBy: '',
  postmortemAt: null,
  mergedFrom: [],
  timeToAcknowledgeMs: 360_000,
  timeToResolveMs: 3_900_000,
  ...more,
});
const entry = (time: string, more: Partial<IncidentEntryWire>): IncidentEntryWire => ({
  id: time,
  at: at(time),
  actor: 'ann',
  type: 'note',
  field: '',
  oldValue: '',
  newValue: '',
  text: '',
  ...more,
});
const suspect = (more: Partial<SuspectWire> = {}, title = 'Deploy checkout 2.0'): SuspectWire => ({
  event: {
    id: 'd',
    title,
    service: 'checkout',
    environment: 'production',
    version: '2.0',
    at: at('11:50:00'),
  } as SuspectWire['event'],
  rank: 1,
  score: 81.5,
  parts: [
    { part: 'closeness', points: 27, most: 30, reason: 'Ended 8 min before the start' },
    { part: 'outcome', points: 0, most: 5, reason: 'Nothing went wrong' },
  ],
  beforeMs: 480_000,
  path: ['checkout'],
  verdict: null,
  verdictBy: null,
  verdictAt: null,
  ...more,
});
const outcome = { resolution: null, fix: null };

test('a draft has every section, what is known in it, and gaps where only people know', () => {
  expect(
    postmortemDraft({
      incident: incident(),
      entries: [
        entry('12:04:00', { type: 'opened' }),
        entry('12:10:00', { type: 'acknowledged' }),
        entry('12:20:00', { text: 'Pool is *exhausted*.\nRestarting.' }),
        entry('13:00:00', { type: 'suspect', field: 'd', newValue: 'confirmed' }),
        entry('13:05:00', {
          type: 'status',
          oldValue: 'investigating',
          newValue: 'resolved',
          text: 'Rolled back.',
        }),
      ],
      suspects: [suspect({ verdict: 'confirmed' })],
      outcome: {
        resolution: { text: 'Rolled back.', actor: 'ann', at: at('13:05:00') },
        fix: { eventId: 'f', title: 'Roll back checkout', service: 'checkout', version: '1.9' },
      },
    }),
  ).toBe(`# Incident 42: Checkout answers 500

## What happened

On 2026-11-20 12:00:00 something broke in checkout in production. It was detected by the rule “Bursts of errors” 4 min later.

Database connection issues detected in checkout

The error: connection to \\<ip\\> refused

## Impact

- Severity: P1
- Category: database issue
- Errors: 12,345
- Acknowledged: 6 min after detection
- Lasted: 1 h 5 min

Who was affected, and how: 

## Timeline

Times are UTC.

- **2026-11-20 11:50:00** “Deploy checkout 2.0” (checkout, production) begins (confirmed as the cause).
- **2026-11-20 12:00:00** The incident begins.
- **2026-11-20 12:04:00** It is detected.
- **2026-11-20 12:10:00** ann acknowledged it.
- **2026-11-20 12:20:00** ann noted: Pool is \\*exhausted\\*. Restarting.
- **2026-11-20 13:00:00** ann confirmed “Deploy checkout 2.0” (checkout, production).
- **2026-11-20 13:05:00** ann moved it from investigating to resolved: Rolled back.

## Cause

Confirmed: “Deploy checkout 2.0” (checkout, production).

What in it went wrong: 

## What helped

ann wrote: Rolled back.

The last change before the end: “Roll back checkout” (checkout).

## Follow-ups

- [ ] 
`);
});

test('of an incident that goes on and has no confirmed cause it says so', () => {
  const text = postmortemDraft({
    incident: incident({
      endedAt: null,
      timeToResolveMs: null,
      acknowledgedAt: null,
      timeToAcknowledgeMs: null,
    }),
    entries: [],
    suspects: [suspect({ verdict: 'cleared' }, 'Cleared'), suspect()],
    outcome,
  });
  expect(text).toContain('- Acknowledged: never\n- Lasted: it is not over');
  expect(text).toContain(
    'Not confirmed by anybody yet. The most suspect change is “Deploy checkout 2.0” (checkout, production), with 81.5 of 100:\n\n- Ended 8 min before the start\n\n##',
  );
  expect(text).not.toContain('Cleared');
  const bare = postmortemDraft({ incident: incident(), entries: [], suspects: [], outcome });
  expect(bare).toContain('No change near the start is suspected.');
  expect(bare).toContain('What made it good: ');
});

test('a long timeline keeps its beginning and its end', () => {
  const entries = Array.from({ length: 1000 }, (_, n) =>
    entry('12:30:00', { id: `${n}`, text: `note ${n}` }),
  );
  const text = postmortemDraft({ incident: incident(), entries, suspects: [], outcome });
  expect(text.split('\n').filter((line) => line.startsWith('- **'))).toHaveLength(120);
  expect(text).toContain('- … 882 more …');
  expect(text).toContain('note 0');
  expect(text).toContain('note 999');
});

describe('text from outside', () => {
  it.each([
    ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    ['[click](javascript:alert(1))', '\\[click\\](javascript:alert(1))'],
    ['![x](http://evil.example/a.png)', '\\!\\[x\\](http\\://evil.example/a.png)'],
    ['a\n\n# Heading\n- item', 'a \\# Heading - item'],
    ['`code` **bold** ~~gone~~ a_b', '\\`code\\` \\*\\*bold\\*\\* \\~\\~gone\\~\\~ a\\_b'],
    ['&lt;b&gt; | cell', '\\&lt;b\\&gt; \\| cell'],
    ['already \\* escaped', 'already \\\\\\* escaped'],
    ['- list', '\\- list'],
    ['1. list', '1\\. list'],
    ['===', '\\==='],
    ['www.evil.example', 'www\\.evil.example'],
    ['a\u202Etxt\u0000b\u2028c', 'a txt b c'],
    ['\uD800 lone', '\uFFFD lone'],
  ])('%j is written as %j', (text, written) => {
    expect(asText(text)).toBe(written);
  });

  it('is cut between characters, however long it is', () => {
    const text = asText('👍'.repeat(1_000_000));
    expect([...text]).toHaveLength(401);
    expect(text.endsWith('👍…')).toBe(true);
  });

  it('stays text in titles, names, notes and messages of a draft', () => {
    const hostile = '</p><img src=x onerror=alert(1)>\n\n# Owned\n\n[x](javascript:1)';
    const text = postmortemDraft({
      incident: incident({
        title: hostile,
        service: hostile,
        environment: hostile,
        summary: hostile,
        message: hostile,
        template: hostile,
        rule: { id: 1, name: hostile },
      }),
      entries: [
        entry('12:30:00', { actor: hostile, text: hostile }),
        entry('12:31:00', { type: 'assigned', newValue: hostile }),
      ],
      suspects: [suspect({}, hostile)],
      outcome: {
        resolution: { text: hostile, actor: hostile, at: at('13:00:00') },
        fix: { eventId: 'f', title: hostile, service: hostile, version: null },
      },
    });
    expect(text).not.toMatch(/(?<!\\)[<>[](?! \])/);
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(7);
  });
});
