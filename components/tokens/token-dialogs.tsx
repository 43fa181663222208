'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { deleteToken, revokeToken, rotateToken, tokenKeys } from '@/lib/tokens/queries';
import type { NewTokenWire, TokenWire } from '@/lib/tokens/schemas';

/** What is asked before a token ends or gets a new secret. */

type Props = { token: TokenWire; onClose: () => void };

const overlaps: ReadonlyArray<{ minutes: number; label: string }> = [
  { minutes: 0, label: 'At once' },
  { minutes: 60, label: 'In an hour' },
  { minutes: 1_440, label: 'In a day' },
  { minutes: 10_080, label: 'In a week' },
];

/** Makes a new secret. The old one works on for a while, so that nothing stops. */
export function RotateDialog({
  token,
  onClose,
  onRotated,
}: Props & { onRotated: (token: NewTokenWire) => void }) {
  const client = useQueryClient();
  const [overlap, setOverlap] = useState(1_440);
  const rotate = useMutation<NewTokenWire, AnswerError>({
    mutationFn: () => rotateToken(token.id, token.revision, overlap),
    // The answer holds the secret: it is handed on and kept nowhere.
    gcTime: 0,
    onSuccess: (made) => {
      onRotated(made);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  });
  return (
    <ConfirmDialog
      title={`New secret for ${token.name}`}
      description="Name, scopes and limits stay. You see the new secret once."
      action="Make a new secret"
      keep="Cancel"
      harmless
      busy={rotate.isPending}
      error={rotate.error}
      undone="There is no new secret."
      onConfirm={() => rotate.mutate()}
      onClose={onClose}
    >
      <Field
        label="The old secret ends"
        hint={
          token.previousUntil === null
            ? 'Long enough to change it everywhere it is used.'
            : 'The one before it ends now.'
        }
      >
        <Select value={overlap} onChange={(event) => setOverlap(Number(event.target.value))}>
          {overlaps.map(({ minutes, label }) => (
            <option key={minutes} value={minutes}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </ConfirmDialog>
  );
}

/** Ends a token for good. */
export function RevokeDialog({ token, onClose }: Props) {
  const client = useQueryClient();
  const revoke = useMutation<TokenWire, AnswerError>({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => {
      toast({ title: `${token.name} is revoked`, text: 'It is refused everywhere within a second.' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  });
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}`}
      action="Revoke the token"
      busy={revoke.isPending}
      error={revoke.error}
      undone="It was not revoked."
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>
        Whatever sends it is refused within a second, and its open streams end. Nothing brings it back. What
        it reported stays.
      </p>
    </ConfirmDialog>
  );
}

/** Takes a token off the list. */
export function DeleteDialog({ token, onClose, onDeleted }: Props & { onDeleted: () => void }) {
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteToken(token.id),
    onSuccess: () => {
      toast({ title: `${token.name} is deleted`, text: 'What it did is still in the audit log.' });
      onClose();
      onDeleted();
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokenKeys.list }),
  });
  return (
    <ConfirmDialog
      title={`Delete ${token.name}`}
      action="Delete the token"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>It leaves the list. What it reported stays, and so does what the audit log says of it.</p>
    </ConfirmDialog>
  );
}
