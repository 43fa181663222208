import { type Config, maskUrl } from '@/lib/config';

/**
 * What a start ends with: where to look, where the data lie, and something to try.
 * @param setUp the link that makes the first administrator; null where there is one, or where nobody signs in
 */
export function banner(config: Config, url: string, tookMs: number, setUp: string | null): string {
  const data = config.databaseUrl ? maskUrl(config.databaseUrl) : config.dataDir;
  const reach =
    config.auth === 'off'
      ? '\n  Access    SHIPLOG_AUTH=off: whoever reaches this port may do everything'
      : '';
  return `
✓ Shiplog is up (${(tookMs / 1000).toFixed(1)} s)

  Timeline  ${url}
  API       ${url}/docs
  Data      ${data}${reach}
${setUp === null ? '' : setUpText(config, setUp)}
  Post a deployment and watch it arrive on the timeline:

  curl -X POST ${url}/api/v1alpha1/event \\
    -H 'Content-Type: application/json' \\
    -d '{"title": "Deploy checkout 1.4.2", "attributes": {"type": "deployment", "service": "checkout", "environment": "production", "status": "start", "priority": "P3", "source": "terminal", "owner": "you"}}'

  Ctrl-C stops it.
`;
}

function setUpText({ auth }: Config, link: string): string {
  const until =
    auth === 'required'
      ? 'Nobody can sign in before there is an administrator.'
      : 'Only this machine is served, and it may do everything, until there is an administrator.';
  return `
  ${until} Set one up (within a day, once):

  ${link}
`;
}

/** The address to type: one that this machine reaches, whatever it listens on. */
export function urlFor(host: string, port: number): string {
  const everywhere = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'];
  const name = everywhere.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
