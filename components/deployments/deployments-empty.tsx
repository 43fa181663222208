'use client';

import { Rocket } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';

/** The call that makes the first deployment appear, as a pipeline makes it. */
export const deploymentExample = {
  path: '/deployment-events/',
  body: {
    product_name: 'checkout',
    version: '1.4.2',
    environment_name: 'production',
    status: 'completed',
    deployed_by: 'you',
    source_system: 'terminal',
  },
};

/** Nothing was ever deployed, as far as is known here. */
export function NoDeployments({ where }: { where?: string }) {
  const body = where ? { ...deploymentExample.body, environment_name: where } : deploymentExample.body;
  return (
    <EmptyState
      icon={<Rocket size={20} aria-hidden />}
      title={where ? `Nothing was deployed to ${where} yet` : 'Nothing was deployed yet'}
      text="Services and environments are known from the first deployment that names them. A pipeline posts one when it starts and one when it ends; paste this into a terminal and watch it appear here."
      example={{ ...deploymentExample, body }}
    />
  );
}
