/** How many steps around a service its graph can show. */
export const depths = ['1', '2', '5'] as const;
export type Depth = (typeof depths)[number];

export const depthOf = (said: string | null): Depth => depths.find((depth) => depth === said) ?? '2';

/** The query for the graph around a service. Pure; the server and the browser ask the same. */
export function neighbourhoodQuery(name: string, depth: string | null): string {
  return new URLSearchParams({
    root: name,
    depth: depthOf(depth),
    direction: 'both',
    limit: '120',
  }).toString();
}
