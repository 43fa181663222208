'use client';

import { Dialog } from '@/components/ui/dialog';
import { Facets } from './facets';

/** The facets over the whole screen, for phones. */
export function FacetSheet({ query, onClose }: { query: string; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Filters" width="sm">
      <div className="-m-4">
        <Facets query={query} />
      </div>
    </Dialog>
  );
}
