import type { Place } from '@/lib/access/place';
import { placeOfEntry } from '@/lib/catalog/place';
import type { RequestContext } from '@/lib/http/execute';
import { placesOfRule } from '@/lib/preflight/places';
import type { BuildEventBody, DeploymentEventBody } from './event-schemas';
import { getProduct } from './products';
import { readBuildPost, readDeploymentPost } from './read-post';
import type { RulePatch } from './rule-schemas';
import { ruleAfter } from './rules';

/** Where Versioner's operations act. Bodies are read as the operations themselves read them. All throw as their operations do. */

interface Post<Body> {
  body: Body;
  request: RequestContext;
}
interface ById {
  params: { id: string };
}

export function placesOfDeployment({ body, request }: Post<DeploymentEventBody>): Place[] {
  const { service, environment } = readDeploymentPost(body, request.actor);
  return [{ service, environment }];
}

/** A build belongs to no environment. */
export const placesOfBuild = ({ body, request }: Post<BuildEventBody>): Place[] => [
  { service: readBuildPost(body, request.actor).service },
];

/** What is said of a product holds in all environments, and with one that is deleted go its deployments, wherever they were. */
export const placesOfProduct = async ({ params }: ById): Promise<Place[]> => [
  placeOfEntry((await getProduct(params.id)).name),
];

/** Where a rule counts, and where it will. */
export async function placesOfChangedRule({ params, body }: ById & { body: RulePatch }): Promise<Place[]> {
  const { before, rule } = await ruleAfter(params.id, body);
  return [...placesOfRule(before.rule), ...placesOfRule(rule)];
}
