/** A no-deploy window that is open somewhere. */
export interface OpenWindowAt {
  ruleId: string;
  name: string;
  reason: string;
  /** RFC 3339. */
  until: string;
}

/** For any service and environment the no-deploy window of an enabled rule that is open there at an instant, or null. */
export async function openWindowsAt(
  _instant: number,
): Promise<(service: string, environment: string) => OpenWindowAt | null> {
  return () => null;
}
