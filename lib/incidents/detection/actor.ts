/** Who opens, reopens and resolves incidents when a rule says so, for timelines and changelogs. Client-safe. */
export const detectionActor = 'detection';
