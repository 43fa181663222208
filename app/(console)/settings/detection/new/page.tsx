import type { Metadata } from 'next';
import { RuleEditor } from '@/components/incidents/rules/rule-editor';

export const metadata: Metadata = { title: 'New detection rule' };

export default function NewRulePage() {
  return <RuleEditor rule={null} />;
}
