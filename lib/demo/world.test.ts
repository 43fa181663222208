import { describe, expect, test } from 'vitest';
import { compareVersions } from '@/lib/catalog/versions';
import { eventDraft } from '@/lib/events/schemas';
import { eventKinds, hasEnded, type Phase, phaseOf } from '@/lib/events/vocabulary';
import { firstDense } from '@/lib/incidents/detection/assign';
import { day, hour, minute } from './calendar';
import { incidentsOf } from './incident-rows';
import { demoServices } from './services';
import { demoWorld, historyDays } from './world';

const now = Date.UTC(2026, 10, 19, 14, 20);
const world = demoWorld('1', now);
const { events } = world;
const count = (passes: (event: (typeof events)[number]) => boolean) => events.filter(passes).length;

describe('the same world again', () => {
  test('comes for the same seed and moment, to the last detail', () => {
    expect(demoWorld('1', now)).toEqual(world);
  });

  test('is another one for another seed', () => {
    const other = new Set(demoWorld('2', now).events.map(({ id }) => id));
    expect(count(({ id }) => other.has(id))).toBe(0);
  });

  test('keeps its ids when it is looked at later that day, and most of its past the day after', () => {
    const later = new Set(demoWorld('1', now + 2 * hour).events.map(({ id }) => id));
    expect(count(({ id }) => !later.has(id))).toBe(0);
    const nextDay = new Set(demoWorld('1', now + day).events.map(({ id }) => id));
    expect(count(({ id }) => nextDay.has(id))).toBeGreaterThan(events.length * 0.9);
  });
});

describe('the deployments of the demo world', () => {
  const started = events
    .filter(({ kind, startsAt }) => kind === 'deployment' && startsAt <= now)
    .toSorted((a, b) => a.startsAt - b.startsAt);
  const places = [...Map.groupBy(started, ({ service, environment }) => `${service} ${environment}`)];

  test('only go up in one place, but for rollbacks, which go back to what was there', () => {
    let rollbacks = 0;
    for (const [place, inPlace] of places) {
      const there: string[] = [];
      for (const { key, facts, status } of inPlace) {
        const version = facts.version ?? '';
        const newest = there.toSorted(compareVersions).at(-1);
        if (key.endsWith(' rollback')) {
          rollbacks++;
          // What was there before the demo begins is known to nobody.
          if (there.length > 1) expect([place, there]).toEqual([place, expect.arrayContaining([version])]);
        } else if (newest) {
          expect([place, version, newest, compareVersions(version, newest) >= 0]).toContain(true);
        }
        if (status === 'success') there.push(version);
      }
    }
    expect(rollbacks).toBeGreaterThan(5);
  });

  test('of one place never overlap', () => {
    for (const [place, inPlace] of places)
      for (const [index, { startsAt }] of inPlace.entries())
        expect([place, inPlace[index - 1]?.endsAt ?? 0]).toSatisfy(([, end]) => end <= startsAt);
  });

  test('of one version are one commit', () => {
    const shas = new Map<string, string>();
    for (const { kind, service, facts } of events) {
      if ((kind !== 'build' && kind !== 'deployment') || !facts.version || !facts.sha) continue;
      const version = `${service} ${facts.version}`;
      expect([version, shas.get(version) ?? facts.sha]).toEqual([version, facts.sha]);
      shas.set(version, facts.sha);
    }
  });
});

describe('the demo world', () => {
  test('is of a size that fills every screen', () => {
    expect(events.length).toBeGreaterThan(5000);
    expect(events.length).toBeLessThan(10_000);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test('has every kind, every service and all eight environments', () => {
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(eventKinds));
    expect(new Set(events.map(({ service }) => service))).toEqual(
      new Set(demoServices.map(({ name }) => name)),
    );
    expect(new Set(events.map(({ environment }) => environment)).size).toBe(9);
  });

  test('has every phase', () => {
    const phases = new Set<Phase>(events.map(({ status }) => phaseOf(status)));
    expect(phases).toEqual(
      new Set(['planned', 'running', 'succeeded', 'failed', 'aborted', 'attention', 'noted']),
    );
  });

  test('lies within its sixty days, but for work that is planned ahead', () => {
    const oldest = Math.min(...events.map(({ startsAt }) => startsAt));
    expect(oldest).toBeGreaterThan(now - (historyDays + 1) * day);
    expect(Math.max(...events.map(({ reportedAt }) => reportedAt))).toBeLessThanOrEqual(now);
    const ahead = events.filter(({ startsAt }) => startsAt > now);
    expect(ahead.length).toBeGreaterThanOrEqual(3);
    for (const { status } of ahead) expect(status).toMatch(/planned|aborted/);
  });

  test('is busy on working days and quiet at weekends', () => {
    const onDay = (weekday: number) =>
      count(({ kind, startsAt }) => kind === 'build' && new Date(startsAt).getUTCDay() === weekday);
    expect(onDay(0) + onDay(6)).toBeLessThan(onDay(4) / 5);
    const office = count(({ kind, startsAt }) => {
      const at = new Date(startsAt).getUTCHours();
      return kind === 'build' && at >= 7 && at < 20;
    });
    expect(office).toBeGreaterThan(0.95 * count(({ kind }) => kind === 'build'));
  });

  test('leads from a build through the environments to production, and after a bad one to a fix', () => {
    const byId = new Map(events.map((event) => [event.id, event]));
    const chains = events
      .filter(({ title }) => title.endsWith('(fix) to production'))
      .map((last) => {
        const titles: string[] = [];
        for (let at: (typeof events)[number] | undefined = last; at; at = byId.get(at.relatedId ?? ''))
          titles.unshift(`${at.kind} ${at.environment ?? ''}`.trim());
        return titles.join(' > ');
      });
    expect(chains.length).toBeGreaterThan(5);
    for (const chain of chains) {
      expect(chain).toMatch(
        /^build > deployment integration .*> deployment UAT .*> deployment preproduction > deployment production > incident production > deployment production > build > deployment production$/,
      );
    }
  });

  test('has something going on right now: a rollout, an incident, a long operation', () => {
    const running = events.filter(
      ({ status, startsAt }) => startsAt <= now && !hasEnded(status) && status !== 'planned',
    );
    for (const kind of ['deployment', 'incident', 'operation', 'build', 'rpa_usage']) {
      expect(running.map((event) => event.kind)).toContain(kind);
    }
  });

  test('tells no story backwards: what follows was reported later, steps come in order, nothing ends before it starts', () => {
    for (const { reportedAt, relatedReportedAt, happened, startsAt, endsAt } of events) {
      expect(relatedReportedAt ?? 0).toBeLessThanOrEqual(reportedAt);
      expect(endsAt ?? startsAt).toBeGreaterThanOrEqual(startsAt);
      const times = [reportedAt, ...happened.map(({ at }) => at)];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('names only hosts that nobody has, in links that the API would take', () => {
    for (const { title, kind, service, facts } of events) {
      const draft = eventDraft.parse({ title, kind, service, ...facts });
      for (const url of [draft.pullRequestUrl, ...(draft.links ?? []).map((link) => link.url)]) {
        if (url) expect(new URL(url).hostname).toMatch(/\.example\.com$/);
      }
    }
  });
});

test('owners, people and dependencies of the services hang together', () => {
  const names = new Set(demoServices.map(({ name }) => name));
  for (const { dependsOn, people, owner } of demoServices) {
    expect(people.length).toBeGreaterThan(1);
    expect(owner).toMatch(/^team-/);
    for (const needed of dependsOn) expect(names).toContain(needed);
  }
  expect(names.size).toBe(12);
});

test('a moment in the middle of a rollout shows it running, and a minute after its end shows it done', () => {
  const rollout = events.find(({ kind, endsAt }) => kind === 'deployment' && endsAt !== null);
  if (!rollout || rollout.endsAt === null) throw new Error('there is none');
  const during = demoWorld('1', rollout.startsAt + 1).events.find(({ id }) => id === rollout.id);
  expect(during).toMatchObject({ status: 'start', endsAt: null });
  const after = demoWorld('1', rollout.endsAt + minute).events.find(({ id }) => id === rollout.id);
  expect(after).toMatchObject({ status: rollout.status, endsAt: rollout.endsAt });
});

describe('the incidents of the world', () => {
  const { incidents, signals } = incidentsOf(world);

  test('come from many services, in many categories and of every severity but the mildest', () => {
    const all = <K extends keyof (typeof incidents)[number]>(key: K) =>
      new Set(incidents.map((one) => one[key]));
    expect(new Set(incidents.map(({ event }) => event.service)).size).toBeGreaterThanOrEqual(9);
    expect(new Set(incidents.map(({ judgement }) => judgement.category)).size).toBeGreaterThanOrEqual(7);
    expect(all('severity')).toEqual(new Set(['P1', 'P2', 'P3']));
    expect(all('status')).toEqual(new Set(['open', 'investigating', 'resolved', 'closed']));
  });

  test('have the change that did it ranked first most of the time, and within three nearly always', () => {
    const confirmed = incidents.flatMap(({ verdicts }) =>
      verdicts.filter(({ verdict }) => verdict === 'confirmed'),
    );
    expect(confirmed.length).toBeGreaterThan(20);
    const within = (places: number) => confirmed.filter(({ rank }) => rank !== null && rank <= places).length;
    expect(within(1)).toBeGreaterThan(0.6 * confirmed.length);
    expect(within(1)).toBeLessThan(confirmed.length);
    expect(within(3)).toBeGreaterThan(0.85 * confirmed.length);
  });

  test('are what the rule for bursts would have found: nothing else is as dense', () => {
    const loose = new Map<string, number[]>();
    for (const { event, counts, incident } of signals) {
      if (counts && incident === null)
        loose.set(event.service, [...(loose.get(event.service) ?? []), event.startsAt]);
    }
    for (const [service, times] of loose) {
      expect([
        service,
        firstDense(
          times.sort((a, b) => a - b),
          times.length,
          5,
          5 * minute,
        ),
      ]).toEqual([service, null]);
    }
    for (const { origin, event, mergedInto, signals: members } of incidents) {
      if (origin === 'detected' && mergedInto === null)
        expect([event.key, members.length >= 5]).toEqual([event.key, true]);
    }
  });

  test('tell their own timelines forwards, and never two of one service at a time', () => {
    for (const { entries } of incidents) {
      const times = entries.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.max(...times)).toBeLessThanOrEqual(now);
    }
    const active = incidents.filter(({ endedAt, origin }) => endedAt === null && origin === 'detected');
    expect(new Set(active.map(({ event }) => event.service)).size).toBe(active.length);
  });
});
