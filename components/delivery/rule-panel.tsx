'use client';

import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { everywhere } from '@/lib/access/place';
import { deliveryRuleOptions } from '@/lib/delivery/queries';
import type { DeliveryRule } from '@/lib/delivery/schemas';
import { RuleForm } from './rule-form';
import { ruleInWords } from './words';

/** The rule that the figures beside it follow, in words, and in place the form that changes it. */
export function RulePanel({ rule, environments }: { rule: DeliveryRule; environments: readonly string[] }) {
  const state = useQuery(deliveryRuleOptions());
  const [editing, setEditing] = useState(false);
  const known = state.data;
  return (
    <Panel
      title="How this is counted"
      description="A change of the rule changes past figures, too"
      actions={
        !editing && (
          <Allowed scope="deployments:write" place={everywhere}>
            <Button
              size="sm"
              variant="ghost"
              data-print="hide"
              disabled={!known}
              icon={<Pencil size={13} aria-hidden />}
              onClick={() => setEditing(true)}
            >
              Change
            </Button>
          </Allowed>
        )
      }
    >
      {editing && known ? (
        <RuleForm state={known} onClose={() => setEditing(false)} />
      ) : (
        <>
          <dl className="flex flex-col gap-2.5">
            {ruleInWords(rule, environments).map(({ term, text }) => (
              <div key={term}>
                <dt className="text-xs font-medium text-fg-muted">{term}</dt>
                <dd className="text-pretty">{text}</dd>
              </div>
            ))}
          </dl>
          {known && known.revision > 1 && (
            <p className="mt-3 border-t border-line pt-2 text-xs text-fg-subtle">
              Changed <Time value={known.updatedAt} />
              {known.updatedBy && ` by ${known.updatedBy}`}
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
