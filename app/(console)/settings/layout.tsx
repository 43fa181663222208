import type { ReactNode } from 'react';
import { PageBody } from '@/components/frame/page-header';
import { SettingsTabs } from '@/components/frame/settings-tabs';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <PageBody>
      <SettingsTabs />
      {children}
    </PageBody>
  );
}
