'use client';

import { Allowed } from '@/components/frame/allowed';
import { useOrigin } from '@/components/frame/origin';
import { useNeedsToken } from '@/components/frame/permissions';
import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { closedDays } from './board-url';
import { fiveErrors } from './five-errors';

/** Nothing has happened yet, or nothing lately: how an incident comes about. */
export function AllQuiet({ closedCut, onReport }: { closedCut: boolean; onReport: () => void }) {
  const origin = useOrigin();
  const needsToken = useNeedsToken();
  const { setUrl } = useUrlState();
  return (
    <EmptyState
      title="All quiet"
      text={`Nothing is open${closedCut ? `, and nothing was closed in the last ${closedDays} days` : ''}. Five errors of one service within five minutes open an incident by themselves, and it says at once what changed before them. Paste this into a terminal and watch it appear here.`}
      command={fiveErrors(origin, needsToken)}
      actions={
        <>
          <Allowed scope="incidents:write">
            <Button onClick={onReport}>Report an incident by hand</Button>
          </Allowed>
          {closedCut && <ShowAllClosed onShow={() => setUrl({ closed: 'all' })} />}
        </>
      }
    />
  );
}

/** There are incidents, but none like that. */
export function NothingFits({ closedCut, onClear }: { closedCut: boolean; onClear: () => void }) {
  const { setUrl } = useUrlState();
  return (
    <EmptyState
      title="No incident fits these filters"
      text={`None has all of them${closedCut ? `, nor was one closed in the last ${closedDays} days that has` : ''}. Take one back.`}
      actions={
        <>
          <Button onClick={onClear}>Clear the filters</Button>
          {closedCut && <ShowAllClosed onShow={() => setUrl({ closed: 'all' })} />}
        </>
      }
    />
  );
}

function ShowAllClosed({ onShow }: { onShow: () => void }) {
  return (
    <Button variant="ghost" onClick={onShow}>
      Look at all closed incidents
    </Button>
  );
}
