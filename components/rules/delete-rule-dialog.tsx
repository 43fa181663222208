'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
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
  const faster = remove.error?.status === 412;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${name}`}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>{faster ? 'Look again' : 'Keep it'}</Button>
          {!faster && (
            <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              Delete the rule
            </Button>
          )}
        </>
      }
    >
      <p>
        Deployments no longer have to follow it. What it stopped stays on record under its name. To pause it,
        switch it off instead.
      </p>
      {remove.isError && (
        <p role="alert" className="mt-3 text-danger-fg">
          {faster
            ? 'Somebody has changed this rule while you looked at it, so it was not deleted.'
            : `It was not deleted. ${remove.error.message}`}
        </p>
      )}
    </Dialog>
  );
}
