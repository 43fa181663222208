import type { RunPost } from '@/lib/deployments/record-run';
import type { ReportFields } from '@/lib/deployments/run-state';
import type { BuildEventBody, DeploymentEventBody } from './event-schemas';

/** Posts of pipelines in the words of the domain. Pure. */

/** @param caller who sends it, for the changelog, when the post names nobody */
export function readDeploymentPost(body: DeploymentEventBody, caller: string): RunPost {
  const by = body.deployed_by ?? body.deployed_by_name;
  return {
    kind: 'deployment',
    environment: body.environment_name,
    ...commonOf(body),
    fields: told({
      ...commonFields(body),
      by: body.deployed_by,
      byEmail: body.deployed_by_email,
      byName: body.deployed_by_name,
      // The clients put the page of the run into either of them; only where there are two, they are two pages.
      url: body.build_url ?? body.deploy_url,
      deployUrl: body.deploy_url === body.build_url || !body.build_url ? undefined : body.deploy_url,
    }),
    actor: by ?? body.source_system ?? caller,
  };
}

/** @param caller who sends it, for the changelog, when the post names nobody */
export function readBuildPost(body: BuildEventBody, caller: string): RunPost {
  return {
    kind: 'build',
    environment: null,
    ...commonOf(body),
    fields: told({
      ...commonFields(body),
      by: body.built_by,
      byEmail: body.built_by_email,
      byName: body.built_by_name,
      url: body.build_url,
    }),
    actor: body.built_by ?? body.built_by_name ?? body.source_system ?? caller,
  };
}

type Body = DeploymentEventBody | BuildEventBody;

function commonOf(body: Body) {
  return {
    service: body.product_name,
    version: body.version.trim(),
    status: body.status,
    source: body.source_system ?? '',
    invocation: invocationOf(body),
    lockToken: lockTokenOf(body),
  };
}

/** GitHub numbers the attempts of a run and keeps its id: a further attempt is another deployment. */
function invocationOf({ invoke_id: id, extra_metadata: metadata }: Body): string | null {
  if (id === undefined) return null;
  const attempt = Number(metadata?.vi_gh_run_attempt ?? 1);
  return Number.isInteger(attempt) && attempt > 1 ? `${id}#${attempt}` : id;
}

/**
 * A pipeline that took a lock first says so by the token it was given: `extra_metadata.lock_token`. The clients of Versioner can send that, where
 * a header they cannot.
 */
function lockTokenOf({ extra_metadata: metadata }: Body): number | null {
  const token = Number(metadata?.lock_token ?? Number.NaN);
  return Number.isSafeInteger(token) && token > 0 ? token : null;
}

function commonFields(body: Body): Untold {
  return {
    sha: body.scm_sha,
    branch: body.scm_branch,
    repository: body.scm_repository,
    buildNumber: body.build_number,
    errorMessage: body.error_message,
    errorCode: body.error_code,
    startedAt: body.started_at,
    completedAt: body.completed_at,
    metadata: body.extra_metadata,
  };
}

type Untold = { [Name in keyof ReportFields]?: ReportFields[Name] | undefined };

const told = (fields: Untold) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReportFields;
