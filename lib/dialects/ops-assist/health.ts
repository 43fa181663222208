/** What Ops-Assist's health says: that it is up, and in which mode it runs. */
export const health = () => ({
  status: 'healthy',
  environment: process.env.NODE_ENV === 'production' ? 'production' : 'development',
});
