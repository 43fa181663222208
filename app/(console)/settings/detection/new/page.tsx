import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { RuleEditor } from '@/components/incidents/rules/rule-editor';

export const metadata: Metadata = { title: 'New detection rule' };

export default async function NewRulePage() {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="New detection rule" permission={permission} />;
  return <RuleEditor rule={null} />;
}
