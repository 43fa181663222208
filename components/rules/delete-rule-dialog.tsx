'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { deleteDeploymentRule, deploymentRuleKeys } from '@/lib/preflight/queries';
import type { RuleWire } from '@/lib/preflight/rule-schemas';

/** Asks before a rule goes, and says what stays. */
export function DeleteRuleDialog(props: { rule: RuleWire; onClose: () => void; onDeleted?: () => void }) {
  const { rule, onClose, onDeleted } = props;
  const { name } = rule.rule;
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteDeploymentRule(rule.id, rule.revision),
    onSuccess: () => {
      toast({ title: `${name} is deleted`, text: 'What it stopped is still on record.' });
      onClose();
      onDeleted?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: deploymentRuleKeys.all }),
  });
  return (
    <ConfirmDialog
      title={`Delete ${name}`}
      action="Delete the rule"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        Deployments no longer have to follow it. What it stopped stays on record under its name. To pause it,
        switch it off instead.
      </p>
    </ConfirmDialog>
  );
}
