import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { NewToken } from '@/components/tokens/token-editor';

export const metadata: Metadata = { title: 'New token' };

export default async function NewTokenPage() {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="New token" permission={permission} />;
  return <NewToken />;
}
