/** Five errors within five minutes, as a shell takes them: what opens the first incident. Pure. */
export function fiveErrors(origin: string, withToken = false): string {
  return [
    'for i in 1 2 3 4 5; do',
    `  curl -s ${origin}/api/v2/events \\`,
    ...(withToken ? ['    -H "authorization: Bearer $SHIPLOG_TOKEN" \\'] : []),
    `    -H 'content-type: application/json' \\`,
    `    -d '{"kind": "signal", "level": "error",`,
    `         "service": "checkout", "environment": "production",`,
    `         "title": "Payment refused: pool exhausted after '$i'000 ms"}'`,
    'done',
  ].join('\n');
}
