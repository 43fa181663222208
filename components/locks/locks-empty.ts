/** The call that makes the first lock appear. */
export const acquireExample = {
  path: '/api/v2/locks',
  body: {
    environment: 'production',
    service: 'checkout',
    resource: 'deployment',
    reason: 'Release 4.2',
    ttlSeconds: 600,
  },
};
