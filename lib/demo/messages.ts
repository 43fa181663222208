import type { Chance } from './random';

/** What services write into their logs when they break, by what an alert calls it. */
const lines: Record<string, readonly string[]> = {
  'Hydration failed on /category pages': [
    'Error: Hydration failed because the server rendered HTML did not match the client (page /category/{word}, build {hex})',
  ],
  'Unhandled promise rejection in cart drawer': [
    "UnhandledPromiseRejection: TypeError: Cannot read properties of undefined (reading 'lines') at CartDrawer.tsx:{n}",
  ],
  'LCP above 4 s for mobile visitors': [
    'Response time of the hero image {ms} ms for visitor {hex}, budget 4000 ms',
  ],
  'Redis connection pool exhausted': [
    'JedisExhaustedPoolException: Could not get a connection from redis pool within {ms} ms (active 128, waiting {n})',
  ],
  'Deadlock detected while merging carts': [
    'PSQLException: ERROR: deadlock detected while merging cart {hex}: process {n} waits for ShareLock on transaction {n}',
  ],
  'p99 latency of PUT /cart above 2 s': [
    'PUT /cart/{hex} took too long: {ms} ms, upstream inventory-api did not respond',
  ],
  'HTTP 500 rate of POST /orders above 5 %': [
    'POST /orders returned 500 after {ms} ms: order {hex} could not be submitted',
  ],
  'Timeout calling payments-gateway': [
    'java.net.SocketTimeoutException: Read timed out after {ms} ms calling payments-gateway POST /authorisations',
    'Gateway timeout: payments-gateway did not respond within {ms} ms (order {hex})',
  ],
  'NullPointerException in VoucherPolicy': [
    'java.lang.NullPointerException: Cannot invoke "Voucher.limit()" at VoucherPolicy.java:{n} (cart {hex})',
  ],
  'TLS handshake with acquirer failed': [
    'tls: handshake failed with acquirer {ip}: x509: certificate has expired (connection {hex})',
  ],
  'Authorisation rate below 92 %': [
    'Authorisation of payment {hex} declined by acquirer: code 05, attempt {n}',
  ],
  'Webhook signature verification failed': [
    'Authentication failed: invalid signature of webhook {hex} from acquirer, key id {n}',
  ],
  'Serialization failure rate above 1 %': [
    'ERROR: could not serialize access due to concurrent update (booking {hex}, attempt {n})',
  ],
  'Replication lag above 30 s': [
    'postgres: replication lag of replica-{n} is {ms} ms, reads fall back to the primary',
  ],
  'Consumer lag of order-events above 50,000': [
    'Consumer group orders is {n} messages behind on partition {n} of order-events',
  ],
  'HTTP 503 from GET /orders/{id}': ['GET /orders/{hex} returned 503 Service Unavailable after {ms} ms'],
  'Stock reconciliation differs by more than 1 %': [
    'Reconciliation of warehouse {n}: counted {n}, booked {n} pieces',
  ],
  'Connection refused by warehouse EDI': [
    'dial tcp {ip}: connect: connection refused (warehouse EDI, attempt {n})',
  ],
  'Cache hit rate below 60 %': ['Cache miss for product {hex}: origin answered in {ms} ms'],
  'GraphQL query depth limit hit by 400 clients': [
    'Query rejected: depth {n} exceeds the limit of 8 (client {hex})',
  ],
  'Index older than 15 minutes': ['Refresh of index products_{n} is {ms} ms late'],
  'Bulk request rejected: queue capacity reached': [
    'EsRejectedExecutionException: bulk request of {n} documents rejected, thread pool full (queue capacity 200)',
  ],
  'Token endpoint p95 above 800 ms': ['POST /token response time {ms} ms, session {hex}'],
  'JWKS fetch failed on 3 nodes': ['Failed to load JWKS from identity: connection reset by peer {ip}'],
  'Bounce rate above 3 %': ['Mail {hex} bounced: 550 mailbox unavailable ({n} today)'],
  'SMS provider answers 429': [
    'SMS provider answered 429 Too Many Requests, retry-after {n} s (message {hex})',
  ],
  'Robot stuck on the supplier portal login': [
    'Login failed on the supplier portal: wrong password for robot RB-{n}',
  ],
  'OCR confidence below 70 %': ['Invoice {hex}: confidence {n} below 70, sent to a person'],
  'Challenge answered with transStatus=U': [
    'Gateway timeout: ACS of issuer {n} did not respond within {ms} ms, transStatus=U (payment {hex})',
  ],
  'Connections to the order database exhausted': [
    'FATAL: remaining connection slots are reserved for superuser (database orders, {n} clients)',
    'HikariPool-1 - Connection is not available, request timed out after {ms} ms (active 40, waiting {n})',
  ],
  'Workers killed for memory': [
    'java.lang.OutOfMemoryError: Java heap space while merging cart {hex} (heap {n} MB)',
  ],
  'Timeout calling catalog-api': [
    'Upstream request timeout: GET catalog-api/products took longer than {ms} ms (trace {hex})',
  ],
  'Sign-ins fail: unknown signing key': [
    'Authentication failed: JWT signature invalid, unknown kid {hex} (client {n})',
  ],
  'Robots may not write to the archive': [
    'AccessDenied: role robots is not authorized to perform s3:PutObject on archive/{hex} ({n} left)',
  ],
  'Warehouse EDI unreachable': ['dial tcp {ip}: connect: no route to host (warehouse {n}, message {hex})'],
  'No space left for the index': [
    'java.io.IOException: No space left on device (shard {n} of products, segment {hex})',
  ],
  'Ledger at full load': ['CPU usage at 98 % for {n} s, load average {n}, booking {hex} queued'],
  'Acquirer endpoint not configured': [
    'Configuration error: property acquirer.endpoint.eu is not set (payment {hex}, attempt {n})',
  ],
  'Search cluster has no primary': [
    'Database connection failed: elasticsearch node {ip} is not the primary (query {hex}, {ms} ms)',
  ],
};

const words = ['shoes', 'garden', 'lamps', 'books', 'kitchen', 'toys'] as const;

/** A line of the log for an alert of this name; for one of which nothing is known, how often it was counted. */
export function logLine(chance: Chance, error: string, count: number): string {
  const known = lines[error];
  if (!known) return `${error}: ${count} in the last minute.`;
  return chance
    .pick(known)
    .replaceAll('{hex}', () => chance.hex(8))
    .replaceAll('{ms}', () => String(chance.int(2001, 9876)))
    .replaceAll('{ip}', () => `10.${chance.int(1, 9)}.${chance.int(1, 250)}.${chance.int(2, 250)}:8443`)
    .replaceAll('{word}', () => chance.pick(words))
    .replaceAll('{n}', () => String(chance.int(2, 890)));
}
