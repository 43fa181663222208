import { describe, expect, it } from 'vitest';
import { eventDraft } from './schemas';

const draft = { kind: 'deployment', title: 'Deploy shop', service: 'shop' };

describe('what an event must say', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \u3000\t '],
    ['a zero-width space', ' \u200b '],
    ['a soft hyphen and a joiner', '\u00ad\u2060'],
    ['a byte order mark', '\ufeff'],
    ['a Hangul filler', '\u3164'],
  ])('is missing where there is only %s', (_, blank) => {
    expect(eventDraft.safeParse({ ...draft, title: blank }).success).toBe(false);
    expect(eventDraft.safeParse({ ...draft, service: blank }).success).toBe(false);
  });

  it.each(['0', '🚀', '👩‍🚀', '部署', 'Déploiement'])('may be %s', (title) => {
    expect(eventDraft.parse({ ...draft, title }).title).toBe(title);
  });
});
