import {
  BookMarked,
  Box,
  Boxes,
  CircleDashed,
  Container,
  Layers,
  type LucideIcon,
  Package,
  Workflow,
} from 'lucide-react';
import type { EntryType } from '@/lib/catalog/vocabulary';
import { typeLabel } from './labels';

const icons: Record<EntryType, LucideIcon> = {
  project: Box,
  module: Boxes,
  library: BookMarked,
  package: Package,
  container: Container,
  chart: Layers,
  workflow: Workflow,
};

/** What an entry is, as a shape. A dashed circle is one that nobody has described. */
export function EntryGlyph(props: {
  type: EntryType | null;
  size?: number;
  labelled?: boolean;
  className?: string;
}) {
  const { type, size = 15, labelled = false, className } = props;
  // An address may name a type that does not exist.
  const Icon = (type && icons[type]) ?? CircleDashed;
  const name = (type && typeLabel[type]) ?? 'No type yet';
  const named = labelled
    ? ({ role: 'img', 'aria-label': name, 'data-tip': name } as const)
    : ({ 'aria-hidden': true } as const);
  return <Icon size={size} strokeWidth={1.75} className={`shrink-0 ${className ?? ''}`} {...named} />;
}
