import type { DurationGroup, LinkKind } from '@/lib/durations/vocabulary';

/** The words of durations. Pure. */

export const linkLabel: Record<LinkKind, string> = {
  build_to_deployment: 'Build to deployment',
  promotion: 'Promotion',
  deployment_to_incident: 'Deployment to incident',
  incident_to_rollback: 'Incident to rollback',
  incident_to_fix: 'Incident to fix',
  related: 'Related',
};

/** From where to where a link of each kind is measured. */
export const linkMeaning: Record<LinkKind, string> = {
  build_to_deployment: 'From the end of a build to the first start of a deployment of its version',
  promotion: 'From the arrival of a version in one environment to the start of its deployment to the next',
  deployment_to_incident: 'From the start of a deployment to the start of the incident put down to it',
  incident_to_rollback:
    'From the start of an incident to the end of the deployment that took the change back',
  incident_to_fix: 'From the start of an incident to the end of the deployment that mended it',
  related: 'From the start of an event to the start of one that names it',
};

export const groupingLabel: Record<DurationGroup, string> = {
  linkKind: 'Link',
  service: 'Service',
  environment: 'Environment',
  team: 'Team',
};

/** What a group reads as. */
export function groupName(by: DurationGroup, value: string | null): string {
  if (value === null || value === '') return by === 'team' ? 'No team' : 'No environment';
  return by === 'linkKind' ? (linkLabel[value as LinkKind] ?? value) : value;
}
