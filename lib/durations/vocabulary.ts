/** The words of durations. Client-safe: no imports. */

export const linkKinds = [
  'build_to_deployment',
  'promotion',
  'deployment_to_incident',
  'incident_to_rollback',
  'incident_to_fix',
  'related',
] as const;
/**
 * What a link of a chain leads from and to:
 * - `build_to_deployment`: end of the build of a version to the first start of its deployment anywhere
 * - `promotion`: arrival of a version in one environment to the start of its first deployment to the next one it reached
 * - `deployment_to_incident`: start of a deployment to the start of an incident that the rule of the metrics links to it
 * - `incident_to_rollback`, `incident_to_fix`: start of an incident to the end of the deployment that follows from it
 * - `related`: any other event that names the one it follows from, start to start; not of a deployment that names its build or where its version was before
 */
export type LinkKind = (typeof linkKinds)[number];

export const durationGroups = ['service', 'environment', 'linkKind', 'team'] as const;
export type DurationGroup = (typeof durationGroups)[number];
