'use client';
export function EventPanel(_: {
  id: string;
  known: unknown;
  onStep: (by: 1 | -1) => void;
  onOpen: (id: string) => void;
}) {
  return null;
}
