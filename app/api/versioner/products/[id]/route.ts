import { placesOfProduct } from '@/lib/dialects/versioner/places';
import { changeProduct, getProduct, removeProduct } from '@/lib/dialects/versioner/products';
import {
  changeProductOperation,
  deleteProductOperation,
  getProductOperation,
} from '@/lib/dialects/versioner/resource-operations';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getProductOperation, async ({ params }) => ok(await getProduct(params.id)));

export const PATCH = route(
  changeProductOperation,
  async ({ params, body, request }) => ok(await changeProduct(params.id, body, request.actor, request.audit)),
  placesOfProduct,
);

export const DELETE = route(
  deleteProductOperation,
  async ({ params, request }) => {
    await removeProduct(params.id, request.actor, request.audit);
    return noContent;
  },
  placesOfProduct,
);
