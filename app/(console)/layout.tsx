import type { ReactNode } from 'react';
import { Shell } from '@/components/frame/shell';

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return <Shell person={{ name: 'Local', kind: 'local' }}>{children}</Shell>;
}
