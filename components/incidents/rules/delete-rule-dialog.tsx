'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { counted } from '@/components/incidents/board/words';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { deleteRule, ruleKeys } from '@/lib/incidents/rule-queries';
import type { RuleWire } from '@/lib/incidents/rule-schemas';

/** Asks before a rule goes, and says what stays. */
export function DeleteRuleDialog(props: { rule: RuleWire; onClose: () => void; onDeleted?: () => void }) {
  const { rule, onClose, onDeleted } = props;
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteRule(rule.id, rule.revision),
    onSuccess: () => {
      toast({ title: `${rule.name} is deleted`, text: 'Its incidents are still there.' });
      onClose();
      onDeleted?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ruleKeys.all }),
  });
  return (
    <ConfirmDialog
      title={`Delete ${rule.name}`}
      action="Delete the rule"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        Signals that it took fall to the rules after it, or open nothing.{' '}
        {rule.activeIncidents > 0
          ? `Its ${counted(rule.activeIncidents, 'active incident')} stay${rule.activeIncidents === 1 ? 's' : ''} and take${rule.activeIncidents === 1 ? 's' : ''} no more signals.`
          : 'Its incidents stay.'}{' '}
        To pause it, switch it off instead.
      </p>
    </ConfirmDialog>
  );
}
