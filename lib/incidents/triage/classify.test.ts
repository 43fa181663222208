import { describe, expect, it, test } from 'vitest';
import type { EventLevel } from '@/lib/events/vocabulary';
import { fc } from '@/lib/testing/properties';
import { type IncidentCategory, incidentCategories } from '../vocabulary';
import { classify, type TriageSignal } from './classify';

const burst = (message: string, level: EventLevel | null = 'error', count = 5): TriageSignal[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `e${index}`,
    level,
    message,
    at: new Date(Date.UTC(2026, 5, 17, 12, 0, index * 10)).toISOString(),
  }));
const judge = (message: string, level?: EventLevel | null) =>
  classify(burst(message, level), { service: 'orders' });

/** Messages as real programs write them. */
const messages: [string, IncidentCategory, ('P1' | 'P2' | 'P3')?][] = [
  // The scenarios that come with Ops-Assist.
  ['Database connection timeout: failed to connect to PostgreSQL', 'database_issue', 'P1'],
  ['API Gateway timeout: upstream request timed out after 30s', 'api_timeout', 'P2'],
  ['Out of memory: Java heap space exceeded', 'memory_leak', 'P1'],
  ['Connection refused: upstream service unavailable', 'network_error', 'P2'],
  ['JWT token expired: authentication failed', 'authentication_error', 'P2'],
  ['Rate limit exceeded: too many requests', 'rate_limited', 'P3'],
  ['Disk space critical: 98% used on /var/log', 'disk_full', 'P1'],
  ['Something went wrong: error #3', 'other', 'P2'],
  ['Critical error occurred: event #4', 'other', 'P2'],
  ['Test error message', 'other', 'P2'],
  // Databases.
  ['FATAL: sorry, too many clients already', 'database_issue', 'P1'],
  ['HikariPool-1 - Connection is not available, request timed out after 30000ms.', 'database_issue', 'P1'],
  [
    'could not connect to server: Connection refused. Is the server running on host "db" and accepting TCP/IP connections on port 5432?',
    'database_issue',
    'P1',
  ],
  ['dial tcp 10.2.0.7:5432: connect: connection refused', 'database_issue', 'P1'],
  ['Error: connect ECONNREFUSED 127.0.0.1:6379', 'database_issue', 'P1'],
  ['ERROR: duplicate key value violates unique constraint "orders_pkey"', 'database_issue', 'P2'],
  ['ERROR: relation "invoices" does not exist at character 15', 'database_issue', 'P2'],
  ['Lock wait timeout exceeded; try restarting transaction', 'database_issue', 'P1'],
  ['ERROR: deadlock detected. Process 42 waits for ShareLock on transaction 1234', 'database_issue', 'P2'],
  ['canceling statement due to statement timeout', 'database_issue', 'P1'],
  ['MongoServerSelectionError: connection timed out', 'database_issue', 'P1'],
  [
    'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure',
    'database_issue',
    'P1',
  ],
  ['ORA-12541: TNS:no listener', 'database_issue', 'P1'],
  [
    'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out',
    'database_issue',
    'P1',
  ],
  ['Slow query: SELECT * FROM orders took 12840 ms', 'database_issue', 'P2'],
  ['Redis connection lost', 'database_issue', 'P1'],
  ["You have an error in your SQL syntax error near 'FROM'", 'database_issue', 'P2'],
  ['MySQL server has gone away', 'database_issue', 'P1'],
  // Memory.
  ['High memory usage: 96%', 'memory_leak', 'P1'],
  ['java.lang.OutOfMemoryError: GC overhead limit exceeded', 'memory_leak', 'P1'],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'memory_leak', 'P1'],
  ['Container worker was OOMKilled', 'memory_leak', 'P1'],
  ['Process exited with code 137', 'memory_leak', 'P1'],
  ["terminate called after throwing an instance of 'std::bad_alloc'", 'memory_leak', 'P1'],
  ['fork: Cannot allocate memory', 'memory_leak', 'P1'],
  ['Memory usage at 78% of its limit', 'memory_leak', 'P2'],
  // Timeouts.
  ['timeout', 'api_timeout', 'P2'],
  ['Request to payments timed out after 30000 ms', 'api_timeout', 'P2'],
  ['504 Gateway Time-out', 'api_timeout', 'P2'],
  ['upstream responded with status 503', 'api_timeout', 'P2'],
  ['502 Bad Gateway', 'api_timeout', 'P2'],
  ['context deadline exceeded (Client.Timeout exceeded while awaiting headers)', 'api_timeout', 'P2'],
  ['java.net.SocketTimeoutException: Read timed out', 'api_timeout', 'P2'],
  ["CircuitBreaker 'inventory' is OPEN and does not permit further calls", 'api_timeout', 'P2'],
  ['Connection timeout while calling inventory API', 'api_timeout', 'P2'],
  ['503 Service Unavailable: upstream connect error or disconnect/reset before headers', 'api_timeout', 'P2'],
  // Authentication.
  ['401 Unauthorized', 'authentication_error', 'P2'],
  ['Login failed for user admin: invalid password', 'authentication_error', 'P2'],
  ['TokenExpiredError: jwt expired', 'authentication_error', 'P2'],
  ['oauth2: "invalid_grant" "Token has been expired or revoked."', 'authentication_error', 'P2'],
  ["Access denied for user 'app'@'10.0.0.3' (using password: YES)", 'authentication_error', 'P2'],
  ['FATAL: password authentication failed for user "app"', 'authentication_error', 'P2'],
  ['Request failed with status code 401', 'authentication_error', 'P2'],
  ['Invalid API key provided', 'authentication_error', 'P2'],
  ['Session expired', 'authentication_error', 'P2'],
  ['Unauthorized access attempt to the admin panel', 'authentication_error', 'P2'],
  ['Failed to authenticate with database: password incorrect', 'authentication_error', 'P2'],
  // Permissions.
  ["EACCES: permission denied, open '/etc/app/key.pem'", 'permission_denied', 'P2'],
  ['403 Forbidden', 'permission_denied', 'P2'],
  ['User: arn:aws:iam::123:user/ci is not authorized to perform: s3:PutObject', 'permission_denied', 'P2'],
  ['ERROR: permission denied for table orders', 'permission_denied', 'P2'],
  ['io.grpc.StatusRuntimeException: PERMISSION_DENIED: missing role viewer', 'permission_denied', 'P2'],
  // Network.
  ['connect ECONNREFUSED 10.0.4.2:8443', 'network_error', 'P2'],
  ['read ECONNRESET', 'network_error', 'P2'],
  ['getaddrinfo ENOTFOUND payments.internal', 'network_error', 'P2'],
  ['java.net.UnknownHostException: inventory', 'network_error', 'P2'],
  ['No route to host', 'network_error', 'P2'],
  ['write EPIPE: broken pipe', 'network_error', 'P2'],
  ['TLS handshake failed with peer', 'network_error', 'P2'],
  ['dial tcp: lookup cache on 10.96.0.10:53: no such host', 'network_error', 'P2'],
  ['Kafka broker not available', 'network_error', 'P2'],
  // Configuration.
  ['certificate verify failed: unable to get local issuer certificate', 'configuration_error', 'P2'],
  ['Invalid configuration for database', 'configuration_error', 'P2'],
  ['Missing required environment variable STRIPE_KEY', 'configuration_error', 'P2'],
  ["Could not resolve placeholder 'payment.url' in value of key url", 'configuration_error', 'P2'],
  ['Error: Cannot find module "./routes"', 'configuration_error', 'P2'],
  ['listen EADDRINUSE: address already in use :::8080', 'configuration_error', 'P2'],
  ['x509: certificate has expired or is not yet valid', 'configuration_error', 'P2'],
  ['invalid configuration: retries must be a number', 'configuration_error', 'P2'],
  // Disks.
  ['write /var/lib/data: no space left on device', 'disk_full', 'P1'],
  ['could not extend file "base/16384/2619": No space left on device (PostgreSQL)', 'disk_full', 'P1'],
  ['ENOSPC: no space left on device, write', 'disk_full', 'P1'],
  ['Disk quota exceeded', 'disk_full', 'P1'],
  ['Disk usage at 81 % on /data', 'disk_full', 'P2'],
  // CPU.
  ['CPU usage above 95% for 5 minutes', 'cpu_overload', 'P2'],
  ['High load: load average 48.2', 'cpu_overload', 'P2'],
  ['CPU throttling detected on worker-3', 'cpu_overload', 'P2'],
  ['Server overloaded, shedding requests', 'cpu_overload', 'P2'],
  // Rate limits.
  ['429 Too Many Requests', 'rate_limited', 'P3'],
  ['ThrottlingException: Rate exceeded', 'rate_limited', 'P3'],
  ['GitHub API rate limit exceeded for installation', 'rate_limited', 'P3'],
  ['Quota exceeded for quota metric "Read requests"', 'rate_limited', 'P3'],
  // Words that mean something else than they seem to.
  ['query parameter invalid', 'other'],
  ['Invalid query string in request', 'other'],
  ['SyntaxError: Unexpected token < in JSON at position 0', 'other'],
  ['GraphQL query has no operation name', 'other'],
  ['Order 401 could not be shipped', 'other'],
  ['processed in 502 ms', 'other'],
  ['Cannot read properties of undefined (reading "id")', 'other'],
  ['NullPointerException at OrderService.java:42', 'other'],
  ['The user has lost the connection to the story', 'other'],
  ['', 'other'],
];

test.each(messages)('%j is triaged as %s %s', (message, category, severity) => {
  const judgement = judge(message);
  expect(judgement.category).toBe(category);
  if (severity) expect(judgement.severity).toBe(severity);
});

it('judges a mixed burst by what most of it says', () => {
  const signals = [
    ...burst('Database connection lost: postgres did not answer', 'error', 3),
    ...burst('Request to orders timed out', 'error', 2).map((one) => ({ ...one, id: `t${one.id}` })),
  ];
  expect(classify(signals, { service: 'orders' }).category).toBe('database_issue');
});

it('does not call a burst by what one message in ten says', () => {
  const signals = [...burst('Something went wrong', 'error', 9), ...burst('disk full', 'error', 1)];
  expect(classify(signals, { service: 'orders' }).category).toBe('other');
});

describe('severity', () => {
  it.each([
    'Login failed: data loss in the user table',
    'The service is down',
    'Security breach: tokens were read by a stranger',
    'All replicas are unhealthy',
    'Backup data corrupted',
  ])('is P1 when somebody says %j', (message) => {
    expect(judge(message).severity).toBe('P1');
  });

  it('is one graver when most of it is fatal', () => {
    expect(judge('Request timed out', 'fatal').severity).toBe('P1');
    expect(judge('429 Too Many Requests', 'fatal').severity).toBe('P2');
  });

  it('is one milder when nothing but warnings was heard', () => {
    expect(judge('Request timed out', 'warn').severity).toBe('P3');
  });
});

describe('the summary', () => {
  it('says what, where, how often, within what time and in whose words', () => {
    const signals = burst('Database connection timeout: failed to connect to PostgreSQL');
    expect(classify(signals, { service: 'order-service', environment: 'production' }).summary).toBe(
      'Database connection issues detected in order-service (production): 5 errors within 40 seconds, all saying “Database connection timeout: failed to connect to PostgreSQL”.',
    );
  });

  it.each([
    [1, '5 errors within 4 seconds'],
    [60, '5 errors within 4 minutes'],
    [3600, '5 errors within 4 hours'],
    [12 * 3600, '5 errors within 48 hours'],
    [14 * 86_400, '5 errors within 56 days'],
  ])('says the time of errors that are %i seconds apart in a unit that people grasp', (apart, words) => {
    const start = Date.UTC(2026, 5, 17, 12);
    const signals = burst('Out of memory').map((one, index) => ({
      ...one,
      at: new Date(start + index * apart * 1000).toISOString(),
    }));
    expect(classify(signals, { service: 'worker' }).summary).toContain(words);
  });

  it('counts all signals when only some of them were given', () => {
    const judgement = classify(burst('Out of memory'), { service: 'worker', total: 12_000 });
    expect(judgement.summary).toContain('12000 errors');
    expect(judgement.signals).toBe(12_000);
  });

  it('repeats no secret', () => {
    const judgement = judge('postgres://app:hunter22@db:5432 refused: password=hunter22');
    expect(JSON.stringify(judgement)).not.toContain('hunter22');
  });

  it('takes messages that differ in numbers for the same', () => {
    const signals = burst('x').map((one, index) => ({ ...one, message: `Order ${index} failed` }));
    expect(classify(signals, { service: 'orders' }).summary).toContain('all saying “Order 0 failed”');
  });
});

it('names in its evidence only events that it was given, and few of them', () => {
  const word = fc.constantFrom('database', 'timeout', 'oom', '401', 'disk full', 'data loss', 'x', '🜚', '\n');
  const message = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const signals = messages.map(
        (text, index) => ({ ...burst(text, 'error', 1)[0], id: `id${index}` }) as TriageSignal,
      );
      const judgement = classify(signals, { service: 'orders' });
      expect(incidentCategories).toContain(judgement.category);
      expect(judgement.evidence.length).toBeLessThanOrEqual(4);
      for (const { statement, eventIds } of judgement.evidence) {
        expect(statement).not.toBe('');
        expect(eventIds.length).toBeGreaterThan(0);
        for (const id of eventIds) expect(signals.some((one) => one.id === id)).toBe(true);
      }
      expect(classify(signals, { service: 'orders' })).toEqual(judgement);
    }),
  );
});

it('judges an incident without any signals as other', () => {
  expect(classify([], { service: 'orders' })).toMatchObject({
    category: 'other',
    severity: 'P2',
    evidence: [],
    signals: 0,
  });
});

it.each(['a', 'database ', 'query:', '"', 'connection (', '1', ' ', 'Aa', 'relation "', 'timed  out '])(
  'reads no more than the ends of a megabyte of %j, however often it comes',
  (piece) => {
    const judgement = judge(piece.repeat(Math.ceil(1_048_576 / piece.length)));
    expect(judgement.summary.length).toBeLessThan(500);
  },
);
