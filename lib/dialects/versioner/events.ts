import { type RunOutcome, type RunPost, recordRun } from '@/lib/deployments/record-run';
import type { RequestContext } from '@/lib/http/execute';
import { ok, type Reply } from '@/lib/http/reply';
import type { BuildEventBody, DeploymentEventBody } from './event-schemas';
import { readBuildPost, readDeploymentPost } from './read-post';
import { answerBlocked } from './write-blocked';
import { type Besides, writeBuild, writeDeployment } from './write-event';

/** The posts of pipelines, carried out: the same at the root and under `/api/versioner`. */

interface Input<Body> {
  body: Body;
  request: RequestContext;
}

/** Records what a deployment reports. */
export async function postDeployment({ body, request }: Input<DeploymentEventBody>): Promise<Reply> {
  const post = { ...readDeploymentPost(body, request.actor), verified: request.caller.verified };
  const outcome = await recordRun({ ...post, audit: request.audit });
  if (outcome.outcome === 'blocked') return answerBlocked(outcome.preflight);
  return ok(writeDeployment(outcome.event, aboutOf(outcome, post), outcome.preflight));
}

/** Records what a build reports. */
export async function postBuild({ body, request }: Input<BuildEventBody>): Promise<Reply> {
  const post = { ...readBuildPost(body, request.actor), verified: request.caller.verified };
  const outcome = await recordRun({ ...post, audit: request.audit });
  if (outcome.outcome === 'blocked') return answerBlocked(outcome.preflight);
  return ok(writeBuild(outcome.event, aboutOf(outcome, post)));
}

function aboutOf(
  outcome: Exclude<RunOutcome, { outcome: 'blocked' }>,
  post: RunPost,
): Besides & { versionId: number } {
  const { serviceId, environmentId, versionId } = outcome;
  return { serviceId, environmentId, versionId, version: null, sha: null, invocation: post.invocation };
}
