import { describe, expect, it } from 'vitest';
import { changeTypes, eventKinds, priorities, statuses } from '@/lib/events/vocabulary';
import { fc } from '@/lib/testing/properties';
import {
  changeTypeEnum,
  environmentEnum,
  priorityEnum,
  statusEnum,
  storedStatuses,
  trackerStatus,
  typeEnum,
} from './enums';

describe('the numbers of a status', () => {
  it.each([
    [1, 'start', 'start'],
    [2, undefined, 'failure'],
    [3, 'success', 'success'],
    [4, 'failure', 'warning'],
    [5, 'warning', 'error'],
    [6, 'error', 'snapshot'],
    [7, 'open', 'user_update'],
    [8, 'close', 'recommendation'],
    [9, 'done', 'open'],
    [10, undefined, 'close'],
    [11, undefined, 'done'],
    [12, undefined, 'in_progress'],
    [13, undefined, 'planned'],
    [14, undefined, 'waiting_approval'],
    [15, undefined, undefined],
    [-1, undefined, undefined],
    [1.5, undefined, undefined],
  ])('%s is %s in the guide and %s in the proto', (number, guide, proto) => {
    expect(statusEnum.read(number, 'guide')).toBe(guide);
    expect(statusEnum.read(number, 'proto')).toBe(proto);
  });

  it('that only the proto has are refused with the way to switch', () => {
    expect(statusEnum.refusal(12, 'guide')).toContain('X-Tracker-Enums: proto');
    expect(statusEnum.refusal('2', 'guide')).toContain('X-Tracker-Enums: proto');
    expect(statusEnum.refusal(99, 'guide')).not.toContain('X-Tracker-Enums');
    expect(statusEnum.refusal('broken', 'proto')).toBe(
      'is "broken", allowed are start (1), failure (2), success (3), warning (4), error (5), snapshot (6), user_update (7), recommandation (8), open (9), close (10), done (11), in_progress (12), planned (13), waiting_approval (14)',
    );
  });
});

describe('the numbers of types, priorities, environments and change types are the same in both tables', () => {
  it.each([
    [typeEnum, ['deployment', 'operation', 'drift', 'incident', 'rpa_usage']],
    [priorityEnum, ['P1', 'P2', 'P3', 'P4', 'P5']],
    [
      environmentEnum,
      ['development', 'integration', 'TNR', 'UAT', 'recette', 'preproduction', 'production', 'mco'],
    ],
    [changeTypeEnum, [...changeTypes]],
  ] as const)('$unspecified', (wireEnum, values) => {
    values.forEach((value, index) => {
      expect(wireEnum.read(index + 1, 'guide')).toBe(value);
      expect(wireEnum.read(index + 1, 'proto')).toBe(value);
    });
    expect(wireEnum.read(values.length + 1, 'guide')).toBeUndefined();
    expect(wireEnum.read(values.length + 1, 'proto')).toBeUndefined();
  });
});

describe('names', () => {
  it.each([
    [statusEnum, 'recommandation', 'recommendation'],
    [statusEnum, 'Recommendation', 'recommendation'],
    [statusEnum, 'IN_PROGRESS', 'in_progress'],
    [statusEnum, 'in progress', 'in_progress'],
    [statusEnum, '4', 'failure'],
    [typeEnum, 'RPA Usage', 'rpa_usage'],
    [typeEnum, 'rpa-usage', 'rpa_usage'],
    [typeEnum, ' Deployment ', 'deployment'],
    [typeEnum, '1', 'deployment'],
    [priorityEnum, 'p1', 'P1'],
    [priorityEnum, 'P1', 'P1'],
    [priorityEnum, '1', 'P1'],
    [environmentEnum, 'uat', 'UAT'],
    [environmentEnum, 'Tnr', 'TNR'],
    [environmentEnum, 'Pre-production', 'preproduction'],
    [environmentEnum, 'pre_production', 'preproduction'],
    [environmentEnum, '7', 'production'],
  ] as const)('of %o: %s is read as %s', (wireEnum, text, value) => {
    expect(wireEnum.read(text, 'guide')).toBe(value);
  });

  it.each([null, undefined, '', ' ', 0, '0', 'STATUS_UNSPECIFIED', 'status_unspecified'])(
    'none is meant by %j',
    (input) => {
      expect(statusEnum.read(input, 'guide')).toBeNull();
    },
  );

  it.each([
    true,
    [],
    {},
    ['start'],
    'starting',
    '__proto__',
    'constructor',
    '1e0',
    '+1',
    '01',
    '00',
    'TYPE_UNSPECIFIED',
  ])('nothing is guessed from %j', (input) => {
    expect(statusEnum.read(input, 'guide')).toBeUndefined();
  });

  it('that are answered are read again, in any case', () => {
    for (const wireEnum of [typeEnum, priorityEnum, statusEnum, environmentEnum, changeTypeEnum]) {
      expect(wireEnum.write(null)).toBe(wireEnum.unspecified);
      for (const value of wireEnum.values) {
        const name = (wireEnum as typeof statusEnum).write(value as never);
        for (const text of [name, name.toLowerCase(), name.toUpperCase()])
          for (const table of ['guide', 'proto'] as const) expect(wireEnum.read(text, table)).toBe(value);
      }
    }
  });

  it('never make a value out of any other text', () => {
    const known = new Set(
      statusEnum.names.flatMap((name) => [name, name.replaceAll('_', '')]).concat('recommendation', 'closed'),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = statusEnum.read(text, 'guide');
        const plain = text.toLowerCase().replaceAll(/[\s_-]+/g, '');
        if (typeof read === 'string') expect(known.has(plain) || /^[1-9]$/.test(text.trim())).toBe(true);
      }),
    );
  });
});

describe('what only the store knows', () => {
  it('has a place on the wire, and is found by it', () => {
    for (const status of statuses) {
      const shown = trackerStatus(status);
      expect(shown).not.toBeNull();
      expect(storedStatuses(shown as NonNullable<typeof shown>)).toContain(status);
    }
    expect(trackerStatus('pending')).toBe('planned');
    expect(trackerStatus('aborted')).toBe('failure');
    expect(trackerStatus(null)).toBeNull();
  });

  it('leaves priorities whole and names five of the kinds', () => {
    expect(priorities.every((priority) => priorityEnum.has(priority))).toBe(true);
    expect(eventKinds.filter((kind) => !typeEnum.has(kind))).toEqual(['build', 'signal', 'infra']);
  });
});
