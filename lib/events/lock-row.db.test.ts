import { expect, test } from 'vitest';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { ingestOne } from './ingest';
import { updateEvent } from './update-event';

test('updates that change the service of an event beside each other all find it', async () => {
  const { event } = await ingestOne({
    draft: { kind: 'deployment', title: 'Deploy', service: 'lock-row' },
    actor: 'test',
  });
  const results = await allAtOnce(20, (n) =>
    updateEvent({
      which: { id: event.id },
      patch: { service: `lock-row-${n}`, environment: `e${n}` },
      actor: 'test',
    }),
  );
  expect(succeeded(results)).toHaveLength(20);
});
