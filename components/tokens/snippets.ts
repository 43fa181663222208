import { curlCommand } from '@/components/ui/curl';

/** What to paste into a terminal or a pipeline so that a machine reports something. Pure. */

export interface Snippet {
  name: string;
  code: string;
}

interface Sample {
  /** As the reader reaches this server. */
  origin: string;
  service: string;
  environment: string;
}

/** A JSON text in single quotes of a shell, in which a variable of the pipeline is filled in: a hash, which needs no escaping. */
const report = ({ service, environment }: Sample, sha: string) =>
  `'{"kind":"deployment","title":"Deploy ${inside(service)}","service":"${inside(service)}","environment":"${inside(environment)}","status":"success","sha":"'"${sha}"'"}'`;

const inside = (text: string) => JSON.stringify(text).slice(1, -1).replaceAll("'", `'\\''`);

/** With a secret: the first one works as pasted, the others take it from the pipeline's own secrets. */
export function tokenSnippets(sample: Sample & { secret: string; canReport: boolean }): Snippet[] {
  const { origin, secret, canReport } = sample;
  const curl = canReport
    ? curlCommand({
        origin,
        path: '/api/v2/events',
        headers: { authorization: `Bearer ${secret}` },
        body: {
          kind: 'deployment',
          title: `Deploy ${sample.service}`,
          service: sample.service,
          environment: sample.environment,
          status: 'success',
        },
      })
    : curlCommand({ origin, path: '/api/v2/me', headers: { authorization: `Bearer ${secret}` } });
  if (!canReport) return [{ name: 'curl', code: curl }];
  return [
    { name: 'curl', code: curl },
    {
      name: 'GitHub Actions',
      code: `# Secret of the repository or environment: SHIPLOG_TOKEN
- name: Tell Shiplog
  env:
    SHIPLOG_TOKEN: \${{ secrets.SHIPLOG_TOKEN }}
  run: |
    curl --fail-with-body ${origin}/api/v2/events \\
      -H "authorization: Bearer $SHIPLOG_TOKEN" \\
      -H 'content-type: application/json' \\
      -d ${report(sample, '$GITHUB_SHA')}`,
    },
    {
      name: 'GitLab CI',
      code: `# Masked variable of the project: SHIPLOG_TOKEN
tell-shiplog:
  stage: deploy
  script:
    - |
      curl --fail-with-body ${origin}/api/v2/events \\
        -H "authorization: Bearer $SHIPLOG_TOKEN" \\
        -H 'content-type: application/json' \\
        -d ${report(sample, '$CI_COMMIT_SHA')}`,
    },
  ];
}

/** Without a secret: the run asks its own issuer for a token. */
export function trustSnippet(
  provider: 'github' | 'gitlab' | 'other',
  sample: Sample & { audience: string },
): Snippet {
  const { origin, audience } = sample;
  switch (provider) {
    case 'github':
      return {
        name: 'GitHub Actions',
        code: `permissions:
  id-token: write
  contents: read

steps:
  - name: Tell Shiplog
    run: |
      TOKEN=$(curl -sS --fail-with-body -H "authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
        "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${encodeURIComponent(audience)}" | jq -r .value)
      curl --fail-with-body ${origin}/api/v2/events \\
        -H "authorization: Bearer $TOKEN" \\
        -H 'content-type: application/json' \\
        -d ${report(sample, '$GITHUB_SHA')}`,
      };
    case 'gitlab':
      return {
        name: 'GitLab CI',
        code: `tell-shiplog:
  stage: deploy
  timeout: 1h
  id_tokens:
    SHIPLOG_ID_TOKEN:
      aud: ${audience}
  script:
    - |
      curl --fail-with-body ${origin}/api/v2/events \\
        -H "authorization: Bearer $SHIPLOG_ID_TOKEN" \\
        -H 'content-type: application/json' \\
        -d ${report(sample, '$CI_COMMIT_SHA')}`,
      };
    default:
      return {
        name: 'Any pipeline',
        code: `# TOKEN: what your issuer signed for this run, with the audience ${audience}
curl --fail-with-body ${origin}/api/v2/events \\
  -H "authorization: Bearer $TOKEN" \\
  -H 'content-type: application/json' \\
  -d ${report(sample, '$COMMIT')}`,
      };
  }
}
