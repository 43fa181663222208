import type { ReactNode } from 'react';
import { InsightsFrame } from '@/components/insights/insights-frame';

export default function InsightsLayout({ children }: { children: ReactNode }) {
  return <InsightsFrame>{children}</InsightsFrame>;
}
