import { PrismaPg } from '@prisma/adapter-pg';
import { once } from '@/lib/runtime';
import { PrismaClient } from './generated/client';
import { pool } from './pool';

/** The one Prisma client of the process, over the shared {@link pool}. */
export function prisma(): PrismaClient {
  return once('db.prisma', () => new PrismaClient({ adapter: new PrismaPg(pool()) }));
}
