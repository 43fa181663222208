import { defineConfig } from 'prisma/config';

/**
 * For the Prisma command line alone. `npm start` applies the migrations itself; `prisma migrate deploy` may do so elsewhere.
 */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
