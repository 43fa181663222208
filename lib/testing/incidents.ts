import { detectionSettled } from '@/lib/incidents/detection/detect';
import { refreshesSettled } from '@/lib/incidents/refresh-later';

/**
 * Resolves when nothing goes on behind the requests that a test has made: detection, ranking of suspects. Call it before tables are
 * emptied, which waits for whoever reads them, and they for it.
 */
export async function incidentsSettled(): Promise<void> {
  await detectionSettled();
  await refreshesSettled();
}
