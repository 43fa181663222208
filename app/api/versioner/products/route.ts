import { placeOfEntry } from '@/lib/catalog/place';
import { createProduct } from '@/lib/dialects/versioner/products';
import { createProductOperation, listProductsOperation } from '@/lib/dialects/versioner/resource-operations';
import { productRows } from '@/lib/dialects/versioner/rows';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listProductsOperation, async ({ query }) => ok(await productRows(query)));

export const POST = route(
  createProductOperation,
  async ({ body, request }) => {
    const product = await createProduct(body, request.actor, request.audit);
    return created(product, `/api/versioner/products/${product.id}`);
  },
  ({ body }) => [placeOfEntry(body.name)],
);
