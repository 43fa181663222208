import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { RuleEditor } from '@/components/rules/rule-editor';

export const metadata: Metadata = { title: 'New deployment rule' };

export default async function NewRulePage() {
  const permission = await requestMay('deployments:write');
  if (!permission.allowed) return <NeedsRole page="New deployment rule" permission={permission} />;
  return <RuleEditor rule={null} />;
}
