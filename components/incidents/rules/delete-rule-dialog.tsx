'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { counted } from '@/components/incidents/board/words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
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
  const faster = remove.error?.status === 412;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${rule.name}`}
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
        Signals that it took fall to the rules after it, or open nothing.{' '}
        {rule.activeIncidents > 0
          ? `Its ${counted(rule.activeIncidents, 'active incident')} stay${rule.activeIncidents === 1 ? 's' : ''} and take${rule.activeIncidents === 1 ? 's' : ''} no more signals.`
          : 'Its incidents stay.'}{' '}
        To pause it, switch it off instead.
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
