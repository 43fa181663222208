import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { TrustEditor } from '@/components/trust/trust-editor';

export const metadata: Metadata = { title: 'New trust rule' };

export default async function NewTrustRulePage() {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="New trust rule" permission={permission} />;
  return <TrustEditor rule={null} />;
}
