'use client';

import { createContext, type ReactNode } from 'react';

/**
 * What everybody has to be able to read and press whatever is open: whatever covers the page, or keeps the focus to itself, shows it, too.
 * Null where there is nothing of the sort.
 */
export const ModalNoticeContext = createContext<ReactNode>(null);
