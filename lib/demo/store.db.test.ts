import { beforeEach, describe, expect, test } from 'vitest';
import { catalogListQuery } from '@/lib/catalog/filters';
import { getEntry } from '@/lib/catalog/find-entries';
import { listEntries } from '@/lib/catalog/list-entries';
import { readCompliance } from '@/lib/catalog/read-compliance';
import { saveEntry } from '@/lib/catalog/save-entry';
import { pool } from '@/lib/db/pool';
import { deploymentListQuery } from '@/lib/deployments/filters';
import { getVersion } from '@/lib/deployments/get-version';
import { listDeployments } from '@/lib/deployments/list-deployments';
import { foldReports } from '@/lib/deployments/run-state';
import { versionOf } from '@/lib/deployments/version-of-title';
import { runStatusOf } from '@/lib/deployments/vocabulary';
import { readChangelog } from '@/lib/events/changelog';
import { getChain } from '@/lib/events/get-chain';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { detectionSettled } from '@/lib/incidents/detection/detect';
import { getIncident } from '@/lib/incidents/find-incidents';
import { incidentStatusOf } from '@/lib/incidents/status-of-event';
import { rankSuspects } from '@/lib/incidents/suspects/rank-suspects';
import { listRules } from '@/lib/preflight/rules';
import { emptyTables } from '@/lib/testing/empty-tables';
import { fillDemo, removeDemo } from './store';
import { demoWorld } from './world';

const now = Date.UTC(2026, 10, 19, 14, 20);
const world = demoWorld('1', now);

const report = async (service: string, more: object = {}) => {
  const draft = eventDraft.parse({ kind: 'deployment', title: 'Mine', service, ...more });
  return (await ingestOne({ draft, actor: 'me' })).event;
};

/** Everything but the change feed and the sequences, row by row. */
async function everything() {
  const tables = [
    'event',
    'changelog_entry',
    'version',
    'run',
    'run_report',
    'deployment_rule',
    'rule_violation',
    'version_approval',
    'service',
    'environment',
    'catalog_entry',
    'service_dependency',
    'incident',
    'incident_entry',
    'incident_suspect',
    'incident_verdict',
    'error_fingerprint',
    'signal',
  ];
  const rows = await Promise.all(
    tables.map((table) => {
      // Taken from sequences, which do not go back.
      const row =
        { incident_entry: "to_jsonb(t) - 'id'", signal: "to_jsonb(t) - 'number'" }[table] ?? 'to_jsonb(t)';
      return pool().query(`SELECT ${row} AS row FROM ${table} t ORDER BY (${row})::text`);
    }),
  );
  return rows.map((result) => result.rows.map(({ row }) => row));
}

const countsByKind = async () =>
  (await pool().query('SELECT kind, count(*) AS n FROM event GROUP BY kind ORDER BY kind')).rows;

beforeEach(async () => {
  await removeDemo();
  await emptyTables('event');
  await emptyTables('signal', 'error_fingerprint');
  await pool().query('DELETE FROM service');
});

test('filling twice leaves what filling once does, row for row', async () => {
  const filled = await fillDemo(world);
  expect(filled.events).toBe(world.events.length);
  const once = await everything();
  const counts = await countsByKind();
  expect(counts).toHaveLength(8);
  await fillDemo(world);
  expect(await countsByKind()).toEqual(counts);
  expect(await everything()).toEqual(once);
});

test('another seed or day takes the place of the world that is there', async () => {
  await fillDemo(world);
  const other = demoWorld('2', now + 86_400_000);
  await fillDemo(other);
  const { rows } = await pool().query('SELECT id FROM event ORDER BY id');
  expect(rows.map(({ id }) => id)).toEqual(other.events.map(({ id }) => id).toSorted());
});

test('removing leaves exactly what was before', async () => {
  await report('checkout-api', { environment: 'production', externalId: 'run-1', source: 'ci' });
  await report('something-else');
  const before = await everything();
  await fillDemo(world);
  const removed = await removeDemo();
  expect(removed).toEqual({ events: world.events.length, services: 16 });
  expect(await everything()).toEqual(before);
  expect(await removeDemo()).toEqual({ events: 0, services: 0 });
});

test('what somebody reported into the demo stays, with its service', async () => {
  await fillDemo(world);
  const related = world.events.find(({ service }) => service === 'identity')?.id;
  const mine = await report('identity', { relatedId: related });
  expect(await removeDemo()).toMatchObject({ services: 16 });
  const { rows } = await pool().query(
    'SELECT e.id, e.related_id, s.name FROM event e JOIN service s ON s.id = e.service_id',
  );
  expect(rows).toEqual([{ id: mine.id, related_id: null, name: 'identity' }]);
});

test('a service that something else refers to by now stays', async () => {
  await fillDemo(world);
  await pool().query('CREATE TABLE note (service int REFERENCES service (id) ON DELETE CASCADE)');
  await pool().query("INSERT INTO note SELECT id FROM service WHERE name = 'cart-api'");
  expect(await removeDemo()).toMatchObject({ services: 16 });
  expect((await pool().query('SELECT * FROM note')).rowCount).toBe(1);
  await pool().query('DROP TABLE note');
});

test('a service that the demo took away can be reported again at once', async () => {
  await fillDemo(world);
  await report('notifications');
  await pool().query("DELETE FROM event WHERE title = 'Mine'");
  await removeDemo();
  expect((await report('notifications')).service).toBe('notifications');
});

test('every status move is in the changelog, with who, when and why', async () => {
  await fillDemo(world);
  const rollout = world.events.find(
    ({ kind, environment, happened }) =>
      kind === 'deployment' && environment === 'production' && happened.length === 3,
  );
  if (!rollout) throw new Error('there is none');
  const { entries } = await readChangelog(rollout.id, 0, 100);
  expect(entries.map(({ type, oldValue, newValue }) => [type, oldValue, newValue])).toEqual([
    ['created', '', ''],
    ['approved', '', ''],
    ['status_changed', 'planned', 'start'],
    ['status_changed', 'start', rollout.status],
  ]);
  for (const { actor, comment } of entries) expect([actor, comment]).not.toContain('');
});

test('a chain of the demo can be followed from its build to its fix', async () => {
  await fillDemo(world);
  const fix = world.events.findLast(({ title }) => title.endsWith('(fix) to production'));
  const chain = await getChain(fix?.id ?? '', now);
  expect(chain.events.length).toBeGreaterThan(7);
  expect(chain.events[0]?.kind).toBe('build');
  expect(chain.totalMs).toBeGreaterThan(0);
});

test('the catalog of the demo is described, but for one service, and says what is used in which version', async () => {
  await fillDemo(world);
  const { items } = await listEntries(catalogListQuery.parse({ limit: ['500'] }));
  expect(items).toHaveLength(17);
  expect(items.filter(({ discovered }) => discovered).map(({ name }) => name)).toEqual([
    'back-office-robots',
  ]);
  for (const { name, type, owner, version, lastDeployment } of items) {
    expect([name, owner]).not.toContain('');
    if (type === 'project')
      expect([name, version]).toEqual([name, lastDeployment && expect.stringMatching(/^v/)]);
  }
  expect(await getEntry('payments-gateway')).toMatchObject({
    dependsOn: ['payments-ledger'],
    dependents: ['checkout-api'],
  });
  const { summary } = await readCompliance();
  expect(summary.totalProjects).toBe(11);
  expect(summary.compliantProjects).toBeGreaterThan(0);
  expect(summary.nonCompliantProjects).toBeGreaterThan(0);
});

test('an entry that somebody changed or added stays, and one that was there is not touched', async () => {
  const save = (name: string, patch: object) =>
    saveEntry({ name, patch, mode: 'merge', describes: true, revives: true, actor: 'me' });
  await save('cart-api', { owner: 'mine' });
  await fillDemo(world);
  expect((await getEntry('cart-api')).owner).toBe('mine');
  await save('identity', { dependsOn: ['something-of-mine'] });
  await save('something-of-mine', { dependsOn: ['search-indexer'] });
  await removeDemo();
  expect(await getEntry('identity')).toMatchObject({
    discovered: false,
    dependsOn: ['something-of-mine'],
    type: 'project',
  });
  expect(await getEntry('something-of-mine')).toMatchObject({ dependsOn: ['search-indexer'] });
  expect(await getEntry('cart-api')).toMatchObject({ owner: 'mine', dependsOn: [], dependents: [] });
});

describe('the incidents of the demo', () => {
  test('are a board: open, under investigation, resolved lately, and many closed ones', async () => {
    await fillDemo(world);
    const { rows } = await pool().query('SELECT status, count(*) AS n FROM incident GROUP BY status');
    const counts = Object.fromEntries(rows.map(({ status, n }) => [status, n]));
    expect(counts.open).toBeGreaterThanOrEqual(2);
    expect(counts.investigating).toBeGreaterThanOrEqual(2);
    expect(counts.resolved).toBeGreaterThanOrEqual(4);
    expect(counts.closed).toBeGreaterThan(25);
  });

  test('are what their events say, with every signal counted once', async () => {
    await fillDemo(world);
    const incidents = await pool().query(
      'SELECT i.*, e.status AS said FROM incident i JOIN event e ON e.id = i.event_id',
    );
    expect(incidents.rowCount).toBe(world.events.filter(({ kind }) => kind === 'incident').length);
    for (const { status, said } of incidents.rows) expect(incidentStatusOf(said)).toBe(status);
    const { rows } = await pool().query(
      `SELECT i.number FROM incident i
       WHERE signal_count <> (SELECT count(*) FROM signal s WHERE s.incident_number = i.number)
          OR last_signal_at IS DISTINCT FROM (SELECT max(at) FROM signal s WHERE s.incident_number = i.number)`,
    );
    expect(rows).toEqual([]);
    const signals = await pool().query('SELECT count(*) AS n FROM signal');
    expect(signals.rows[0].n).toBe(world.events.filter(({ kind }) => kind === 'signal').length);
  });

  test('can be read, ranked and judged like any other', async () => {
    await fillDemo(world);
    const { rows } = await pool().query(
      `SELECT v.incident_number AS number, v.event_id, v.rank FROM incident_verdict v
       WHERE v.verdict = 'confirmed' ORDER BY v.at DESC LIMIT 10`,
    );
    for (const { number, event_id } of rows) {
      expect((await getIncident(number)).topSuspect).toMatchObject({
        eventId: event_id,
        verdict: 'confirmed',
      });
      const { items } = await rankSuspects(number, 10, now);
      expect(items.slice(0, 3).map(({ event }) => event.id)).toContain(event_id);
    }
    expect(rows.filter(({ rank }) => rank === 1).length).toBeGreaterThan(rows.length / 2);
  });

  test('leave signals of others behind that had joined them, and the sorts that others have seen', async () => {
    await fillDemo(world);
    const { event } = await ingestOne({
      draft: eventDraft.parse({ kind: 'signal', title: 'Mine', service: 'checkout-api', level: 'error' }),
      actor: 'me',
    });
    await detectionSettled();
    const sort = await pool().query("SELECT fingerprint FROM signal WHERE fingerprint <> '' LIMIT 1");
    const mine = sort.rows[0].fingerprint;
    await pool().query('DELETE FROM signal WHERE event_id = $1', [event.id]);
    await pool().query(
      `INSERT INTO signal (event_id, service_id, rule_id, fingerprint, level, at, incident_number)
       SELECT $1, service_id, 1, fingerprint, 'error', now(), incident_number FROM signal
       WHERE fingerprint = $2 AND incident_number IS NOT NULL LIMIT 1`,
      [event.id, mine],
    );
    await removeDemo();
    const left = await pool().query('SELECT event_id, incident_number FROM signal');
    expect(left.rows).toEqual([{ event_id: event.id, incident_number: null }]);
    const sorts = await pool().query(
      'SELECT f.first_at, s.at FROM error_fingerprint f JOIN signal s USING (service_id, fingerprint)',
    );
    expect(sorts.rowCount).toBe(1);
    expect(sorts.rows).toEqual([{ first_at: sorts.rows[0].at, at: sorts.rows[0].at }]);
  });
});

describe('the deliveries of the demo', () => {
  const inProduction = world.events.filter(
    ({ kind, environment, status, key }) =>
      kind === 'deployment' &&
      environment === 'production' &&
      status === 'success' &&
      key.startsWith('release '),
  );
  const history = async (query: Record<string, string[]>) =>
    (await listDeployments(deploymentListQuery.parse({ limit: ['200'], ...query }))).items;

  test('every build and deployment is about its version, as ingest would have it', async () => {
    await fillDemo(world);
    const { rows } = await pool().query(
      `SELECT e.title, e.version, w.name, w.sha, e.sha AS told, w.service_id = e.service_id AS same
       FROM event e LEFT JOIN version w ON w.id = e.version_id WHERE e.kind IN ('deployment', 'build') OR e.version_id IS NOT NULL`,
    );
    expect(rows.length).toBeGreaterThan(2000);
    for (const { title, version, name, sha, told, same } of rows) {
      expect([title, name]).toEqual([title, versionOf({ title, version })]);
      if (name !== null) expect([title, same, told ?? sha]).toEqual([title, true, sha]);
    }
  });

  test('a version page shows the way from the build to production, and who approved it', async () => {
    await fillDemo(world);
    const release = inProduction.at(-1) as (typeof inProduction)[number];
    const version = await getVersion(release.service, release.facts.version ?? '');
    expect(version.builds).toHaveLength(1);
    expect(version.reached.map(({ environment }) => environment)).toEqual(
      expect.arrayContaining(['integration', 'UAT', 'preproduction', 'production']),
    );
    for (const { sinceStartMs } of version.reached) expect(sinceStartMs).toBeGreaterThan(0);
    expect(version.approvals.map(({ type }) => type)).toContain('Release');
  });

  test('the history of production knows what was there before, the way back, the build and the commit', async () => {
    await fillDemo(world);
    const items = await history({ environment: ['production'], from: ['now-90d'], to: ['now+400d'] });
    const changes = new Set(items.map(({ change }) => change));
    expect(changes).toContain('upgrade');
    expect(items.filter(({ change }) => change === 'rollback').length).toBeGreaterThan(2);
    for (const { change, title } of items) if (change === 'rollback') expect(title).toMatch(/^Roll back/);
    const [piped] = items.filter(({ commitUrl, title }) => commitUrl && title.startsWith('Deploy'));
    expect(piped).toMatchObject({
      commitUrl: expect.stringMatching(/^https:\/\/git\.example\.com\/shop\/[\w-]+\/commit\/[0-9a-f]{40}$/),
      runUrl: expect.stringContaining('https://ci.example.com/'),
      buildId: expect.any(String),
      previousVersion: expect.stringMatching(/^v/),
    });
  });

  test('runs stand where their events stand', async () => {
    await fillDemo(world);
    const { rows } = await pool().query(
      `SELECT e.phase, e.starts_at, e.ended_at, json_agg(json_build_object('status', p.status, 'fields', p.fields,
         'receivedAt', to_char(p.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS reports
       FROM run r JOIN event e ON e.id = r.event_id JOIN run_report p ON p.event_id = r.event_id GROUP BY e.id`,
    );
    expect(rows.length).toBeGreaterThan(500);
    for (const { phase, ended_at, reports } of rows) {
      const state = foldReports(reports);
      expect(state.status).toBe(runStatusOf(phase));
      expect(state.endsAt).toBe(ended_at?.toISOString() ?? null);
    }
  });

  test('its rules only report, and list what broke them', async () => {
    await fillDemo(world);
    const rules = (await listRules()).filter(({ createdBy }) => createdBy === 'shiplog-demo');
    expect(rules.map(({ rule }) => [rule.kind, rule.mode])).toEqual([
      ['window', 'report_only'],
      ['order', 'report_only'],
      ['approval', 'report_only'],
    ]);
    const { rows } = await pool().query(
      'SELECT code, count(*)::int AS n, bool_or(blocked) AS blocked FROM rule_violation GROUP BY code ORDER BY code',
    );
    expect(rows.map(({ code }) => code)).toEqual([
      'APPROVAL_REQUIRED',
      'FLOW_VIOLATION',
      'INSUFFICIENT_SOAK_TIME',
      'NO_DEPLOY_WINDOW',
    ]);
    for (const { n, blocked } of rows) {
      expect(n).toBeLessThan(40);
      expect(blocked).toBe(false);
    }
  });

  test('a version that somebody has used stays, without what the demo said of it', async () => {
    await fillDemo(world);
    const release = inProduction.at(-1) as (typeof inProduction)[number];
    const version = release.facts.version as string;
    await report(release.service, { version });
    const kept = async () => (await pool().query('SELECT id, name FROM version')).rows;
    await removeDemo();
    expect(await kept()).toEqual([{ id: expect.any(Number), name: version }]);
    const left = await kept();
    for (const table of ['run', 'rule_violation', 'version_approval'])
      expect((await pool().query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    await fillDemo(world);
    expect(await kept()).toEqual(expect.arrayContaining(left));
    expect((await getVersion(release.service, version)).builds).toHaveLength(1);
    await removeDemo();
    expect(await kept()).toEqual(left);
  });

  test('a version that was there before with another commit is left alone', async () => {
    const release = inProduction.at(-1) as (typeof inProduction)[number];
    const version = release.facts.version as string;
    await report(release.service, { version, sha: 'f'.repeat(40) });
    const before = await everything();
    await fillDemo(world);
    expect(await getVersion(release.service, version)).toMatchObject({ sha: 'f'.repeat(40), builds: [] });
    await removeDemo();
    expect(await everything()).toEqual(before);
  });

  test('a deployment reported after removing and filling again is about the right version', async () => {
    await fillDemo(world);
    const release = inProduction.at(-1) as (typeof inProduction)[number];
    const version = release.facts.version as string;
    await report(release.service, { version });
    await pool().query("DELETE FROM event WHERE title = 'Mine'");
    await fillDemo(demoWorld('1', now + 86_400_000));
    const mine = await report(release.service, { version });
    const { rows } = await pool().query(
      'SELECT w.name FROM event e JOIN version w ON w.id = e.version_id WHERE e.id = $1',
      [mine.id],
    );
    expect(rows).toEqual([{ name: version }]);
  });
});
