import type { ReactNode } from 'react';
import { requestCaller } from '@/components/frame/request-caller';
import { Shell } from '@/components/frame/shell';
import { accessMode } from '@/lib/access/mode';
import { meOf } from '@/lib/people/me';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [caller, mode] = await Promise.all([requestCaller(), accessMode()]);
  return <Shell me={meOf(caller, mode)}>{children}</Shell>;
}
