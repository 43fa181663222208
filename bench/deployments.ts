import type { ChildProcess } from 'node:child_process';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { figuresStatement } from '@/lib/delivery/read-metrics';
import { readDeliveryRule } from '@/lib/delivery/rule-state';
import { selectionOf } from '@/lib/delivery/select';
import { linksSql } from '@/lib/durations/links-sql';
import { selectionOf as linkSelectionOf } from '@/lib/durations/select';
import { cutBins } from '@/lib/events/bin-width';
import { compare } from './compare';
import { fillYear } from './deployment-data';
import { request } from './processes';

interface Bench {
  /** The baseline: answers `/list` with the rows of the statement that it was sent. */
  bare: ChildProcess;
  ports: { product: number; bare: number };
  rounds: number;
  events: number;
  perSecond(port: number, requests: string[], connections: number): Promise<number>;
}

/** What is asked, as the product and as the best single statement that we know answer it. */
interface Question {
  name: string;
  path: string;
  connections: number;
  aim: number;
  statement: { text: string; values: unknown[] };
}

/** What has arrived, what was tried last and what is planned, of every service in every environment: three steps along an index each. */
function matrixStatement(at: Date): Question['statement'] {
  const last = (condition: string, order: string) => `LEFT JOIN LATERAL (
      SELECT e.id, w.name AS version, e.sha, e.at, e.until, e.owner, e.phase FROM event e LEFT JOIN version w ON w.id = e.version_id
      WHERE e.kind = 'deployment' AND e.service_id = s.id AND e.environment_id = v.id AND ${condition}
      ORDER BY e.at ${order}, e.id ${order} LIMIT 1)`;
  return {
    text: `SELECT s.name AS service, v.name AS environment, c.*, a.*, p.* FROM service s CROSS JOIN environment v
      ${last(`e.at <= $1 AND e.until <= $1 AND e.phase IN ('succeeded', 'attention', 'noted')`, 'DESC')} c ON true
      ${last(`e.at <= $1 AND e.phase <> 'planned'`, 'DESC')} a ON true
      ${last(`e.at >= $1 AND e.phase = 'planned'`, 'ASC')} p ON true
      WHERE s.name LIKE 'service-%' ORDER BY s.name_key, v.position`,
    values: [at],
  };
}

const historyStatement: Question['statement'] = {
  text: `SELECT e.id, e.title, s.name AS service, v.name AS environment, w.name AS version, e.sha, e.status, e.phase, e.at, e.until, e.owner, e.source,
      e.links, e.pull_request_url, e.related_id, e.revision, (SELECT y.name FROM version y WHERE y.id = p.ids[1]) AS previous,
      e.version_id = ANY (p.ids) AS again, b.id AS build
    FROM (SELECT * FROM event WHERE kind = 'deployment' AND environment_id = 7 ORDER BY at DESC, id DESC LIMIT 51) e
    JOIN service s ON s.id = e.service_id JOIN environment v ON v.id = e.environment_id LEFT JOIN version w ON w.id = e.version_id
    LEFT JOIN LATERAL (
      SELECT array_agg(q.version_id ORDER BY q.at DESC, q.id DESC) AS ids FROM (
        SELECT q.version_id, q.at, q.id FROM event q WHERE q.kind = 'deployment' AND q.service_id = e.service_id AND q.environment_id = e.environment_id
          AND (q.at, q.id) < (e.at, e.id) AND q.until <= e.at AND q.phase IN ('succeeded', 'attention', 'noted') ORDER BY q.at DESC, q.id DESC LIMIT 12) q) p ON true
    LEFT JOIN LATERAL (SELECT c.id FROM event c WHERE c.version_id = e.version_id AND c.kind = 'build' ORDER BY c.at DESC LIMIT 1) b ON true
    ORDER BY e.at DESC, e.id DESC`,
  values: [],
};

/** One statement that answers the rows of two. */
function both(a: Question['statement'], b: Question['statement']): Question['statement'] {
  const second = b.text.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + a.values.length}`);
  return {
    text: `SELECT a.*, false AS more FROM (${a.text}) a UNION ALL SELECT NULL, NULL, b.level, b.ended, b.arrived, b.failed, b.failed_changes, b.lead_of,
      b.lead_p50, b.lead_p90, b.recovery_of, b.recovery_p50, b.recovery_p90, b.rework, true FROM (${second}) b`,
    values: [...a.values, ...b.values],
  };
}

async function questions(): Promise<Question[]> {
  const now = Date.now();
  const { rule } = await readDeliveryRule();
  const selection = await selectionOf({}, rule, now);
  const days = { from: 'now-30d' };
  const links = new Params();
  const relation = linksSql(rule, await linkSelectionOf(days, now), links);
  return [
    {
      name: 'matrix of now, 100 × 8',
      path: '/api/v2/deployments/matrix?limit=100',
      connections: 2,
      aim: 1 / 3,
      statement: matrixStatement(new Date(now)),
    },
    {
      name: 'matrix as of half a year ago',
      path: '/api/v2/deployments/matrix?limit=100&at=now-180d',
      connections: 2,
      aim: 1 / 3,
      statement: matrixStatement(new Date(now - 180 * 24 * 3_600_000)),
    },
    {
      name: 'history of an environment, 50',
      path: '/api/v2/deployments?environment=production&limit=50',
      connections: 2,
      aim: 0.6,
      statement: historyStatement,
    },
    {
      name: 'delivery metrics, 90 days',
      path: '/api/v2/insights/delivery',
      connections: 1,
      aim: 0.6,
      statement: both(
        figuresStatement(rule, selection, 'service', cutBins(selection.from, selection.to, 30)),
        figuresStatement(
          rule,
          { ...selection, from: 2 * selection.from - selection.to, to: selection.from },
          null,
          null,
        ),
      ),
    },
    {
      name: 'durations, 30 days',
      path: '/api/v2/durations?from=now-30d',
      connections: 1,
      aim: 0.6,
      statement: {
        text: `${relation} SELECT kind, date_trunc('day', ended_at) AS day, count(*)::int4 AS n,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) AS p50, percentile_cont(0.9) WITHIN GROUP (ORDER BY duration_ms) AS p90, max(duration_ms)::float8
          FROM link GROUP BY GROUPING SETS ((), (kind), (kind, date_trunc('day', ended_at)))`,
        values: links.values,
      },
    },
  ];
}

/** The read side of deployments over a year of a company, each question against the best single statement from bare Node. */
export async function compareDeployments({ bare, ports, rounds, events, perSecond }: Bench): Promise<void> {
  console.log(`\nFilling in a year of ${events.toLocaleString('en-US')} events…`);
  await fillYear(pool(), events, (line) => console.log(`  ${line}`));
  for (const { name, path, connections, aim, statement } of await questions()) {
    bare.send(statement);
    await compare(
      {
        title: `Deployments: ${name}, ${connections} connection${connections > 1 ? 's' : ''}`,
        unit: 'answers/s',
        ours: {
          name: `Shiplog: GET ${path.split('?')[0]}`,
          round: () => perSecond(ports.product, [request('GET', path)], connections),
        },
        others: [
          {
            name: 'bare node:http, one statement',
            aim: Math.round(aim * 100) / 100,
            round: () => perSecond(ports.bare, [request('GET', '/list')], connections),
          },
        ],
      },
      rounds,
    );
  }
}
