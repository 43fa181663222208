'use client';

import { createContext, useContext } from 'react';

/** Why the controls in here are not for this person. */
export interface Refusal {
  reason: string;
  /** Says it, for whoever presses one anyway: a finger sees no tip. */
  tell: () => void;
}

/** Set around controls that somebody sees but may not use; null where they may. */
export const RefusalContext = createContext<Refusal | null>(null);

export const useRefusal = () => useContext(RefusalContext);
