import type { AuditTrail } from '@/lib/audit/entry';
import { saveEntry } from '@/lib/catalog/save-entry';
import type { EntryPatch } from '@/lib/catalog/schemas';
import { pool } from '@/lib/db/pool';
import { deleteProduct } from '@/lib/deployments/delete-product';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { nameKey } from '@/lib/names';
import type { VersionerProduct } from './resource-schemas';
import { notFound, numberIn, productRows } from './rows';

/** Products are services: what is said of them here is said in the catalog. */

export async function getProduct(id: string): Promise<VersionerProduct> {
  const [product] = await productRows({ id: numberIn('product', id), limit: 1 });
  if (!product) throw notFound('product', id);
  return product;
}

interface ProductInput {
  description?: EntryPatch['description'];
  repository?: EntryPatch['repository'];
  owner?: EntryPatch['owner'];
}

const patchOf = ({ description, repository, owner }: ProductInput): EntryPatch => ({
  ...(description === undefined ? {} : { description }),
  ...(repository === undefined ? {} : { repository }),
  ...(owner === undefined ? {} : { owner }),
});

/** Describes a service that nobody knows yet. Throws `conflict` for one that is known, described or from its events. */
export async function createProduct(
  input: ProductInput & { name: string },
  actor: string,
  audit?: AuditTrail,
): Promise<VersionerProduct> {
  await saveEntry({
    name: input.name,
    patch: patchOf(input),
    mode: 'merge',
    describes: true,
    revives: false,
    actor,
    ...(audit ? { audit } : {}),
    check: (before) => {
      if (before && before.gone_at === null) {
        throw new DomainError('conflict', `Product ${before.name} already exists`);
      }
    },
  });
  const { rows } = await pool().query<{ id: number }>('SELECT id FROM service WHERE name_key = $1', [
    nameKey(input.name),
  ]);
  const [product] = await productRows({ id: (rows[0] as { id: number }).id, limit: 1 });
  return product as VersionerProduct;
}

/** Says something else of a product. Throws `not_found`, and `invalid` for another name. */
export async function changeProduct(
  id: string,
  input: ProductInput & { name?: string | undefined },
  actor: string,
  audit?: AuditTrail,
): Promise<VersionerProduct> {
  const { name } = await getProduct(id);
  if (input.name !== undefined && nameKey(input.name) !== nameKey(name)) {
    throw invalid([
      bodyIssue(['name'], `stays ${name}: what is reported for a service finds it by its name`),
    ]);
  }
  await saveEntry({
    name,
    patch: patchOf(input),
    mode: 'merge',
    describes: true,
    revives: true,
    actor,
    ...(audit ? { audit } : {}),
  });
  return getProduct(id);
}

/** Deletes a product with its deployments, builds and versions. Throws `not_found`. */
export async function removeProduct(id: string, actor: string, audit?: AuditTrail): Promise<void> {
  await getProduct(id);
  await deleteProduct(numberIn('product', id), actor, audit);
}
