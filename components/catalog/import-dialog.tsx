'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import { catalogKeys, importYaml } from '@/lib/catalog/queries';
import type { ImportResultWire, ImportWire } from '@/lib/catalog/transfer-operations';
import type { AnswerError } from '@/lib/http/client';
import { counted } from './labels';

type Outcome = ImportResultWire['outcome'];
/** What would become of a document, and what did. */
const words: Record<Outcome, [would: string, did: string]> = {
  created: ['Will be added', 'Added'],
  updated: ['Will change', 'Changed'],
  unchanged: ['Stays as it is', 'Unchanged'],
  refused: ['Refused', 'Refused'],
  skipped: ['Left out', 'Left out'],
};
const tone: Partial<Record<Outcome, string>> = {
  created: 'succeeded',
  updated: 'running',
  refused: 'failed',
};

const limit = 4 * 1024 * 1024;

/** Takes services in from YAML: first what would happen, then, if one agrees, it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const form = useId();
  const [yaml, setYaml] = useState('');
  const [unreadable, setUnreadable] = useState<string>();
  const trial = useMutation<ImportWire, AnswerError>({
    mutationFn: () => importYaml(yaml, true),
    onSuccess: (plan) => announce(`${counted(plan.created + plan.updated, 'service')} would change`),
  });
  const real = useMutation<ImportWire, AnswerError>({
    mutationFn: () => importYaml(yaml, false),
    onSuccess: (result) => {
      void client.invalidateQueries({ queryKey: catalogKeys.all });
      toast({
        title: `${counted(result.created, 'service')} added, ${result.updated} changed`,
        text: result.refused > 0 ? `${result.refused} refused; the dialog says why.` : undefined,
      });
      if (result.refused === 0 && result.skipped === 0) onClose();
    },
  });
  const shown = real.data ?? trial.data;
  const change = (text: string) => {
    setYaml(text);
    setUnreadable(undefined);
    trial.reset();
    real.reset();
  };
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    if (chosen.size > limit) return setUnreadable(`${chosen.name} is larger than 4 MiB: split it.`);
    try {
      change(await chosen.text());
    } catch {
      setUnreadable(`${chosen.name} could not be read.`);
    }
  };
  const error = unreadable ?? trial.error?.message ?? real.error?.message;
  const changes = shown ? shown.created + shown.updated : 0;

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import services"
      description="YAML as the export writes it, or catalog-info.yaml of Backstage; any number of documents. You see what would happen before anything is stored."
      width="lg"
      footer={
        real.data ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : trial.data ? (
          <>
            <Button onClick={() => trial.reset()}>Back</Button>
            <Button
              variant="primary"
              busy={real.isPending}
              disabled={changes === 0}
              onClick={() => real.mutate()}
            >
              {changes === 0 ? 'Nothing to import' : `Import ${counted(changes, 'service')}`}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              type="submit"
              form={form}
              busy={trial.isPending}
              disabled={yaml.trim() === ''}
            >
              Show what would happen
            </Button>
          </>
        )
      }
    >
      {shown ? (
        <Plan plan={shown} done={real.data !== undefined} />
      ) : (
        <form
          id={form}
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(submit) => {
            submit.preventDefault();
            trial.mutate();
          }}
        >
          <Field label="YAML" error={error}>
            <Textarea
              rows={12}
              value={yaml}
              spellCheck={false}
              placeholder={
                'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: checkout-api\nspec:\n  owner: team-checkout'
              }
              onChange={(event) => change(event.target.value)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                const [dropped] = event.dataTransfer.files;
                if (!dropped) return;
                event.preventDefault();
                void read(dropped);
              }}
              className="font-mono text-xs"
            />
          </Field>
          <input
            ref={file}
            type="file"
            accept=".yaml,.yml,application/yaml,text/yaml"
            aria-label="A file with YAML"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void read(event.target.files?.[0])}
          />
          <Button
            icon={<FileUp size={14} aria-hidden />}
            className="self-start"
            onClick={() => file.current?.click()}
          >
            Choose a file
          </Button>
        </form>
      )}
      {shown && error && (
        <p role="alert" className="mt-3 text-danger-fg">
          Nothing was imported: {error}
        </p>
      )}
    </Dialog>
  );
}

function Plan({ plan, done }: { plan: ImportWire; done: boolean }) {
  return (
    <>
      <ul className="mb-3 flex flex-wrap gap-1.5">
        {(Object.keys(words) as Outcome[])
          .filter((outcome) => plan[outcome] > 0)
          .map((outcome) => (
            <li key={outcome} data-phase={tone[outcome]}>
              <Badge tone={tone[outcome] ? 'phase' : 'neutral'}>
                {plan[outcome]} {words[outcome][done ? 1 : 0].toLowerCase()}
              </Badge>
            </li>
          ))}
      </ul>
      <div className="-mx-4">
        <Table label={done ? 'What happened' : 'What would happen'}>
          <thead>
            <tr>
              <Th align="end">Document</Th>
              <Th>Service</Th>
              <Th>{done ? 'What happened' : 'What would happen'}</Th>
            </tr>
          </thead>
          <tbody>
            {plan.results.map((result) => (
              <Tr key={result.document}>
                <Td align="end" className="w-0 align-top text-fg-subtle">
                  <span className="inline-block py-2">{result.document}</span>
                </Td>
                <Td wrap className="align-top font-medium wrap-anywhere">
                  <span className="inline-block py-2">{result.name ?? 'No name'}</span>
                </Td>
                <Td wrap className="py-2 align-top">
                  <span data-phase={tone[result.outcome]} className={tone[result.outcome] && 'text-phase-fg'}>
                    {words[result.outcome][done ? 1 : 0]}
                  </span>
                  {result.issues.length > 0 && (
                    <ul className="mt-0.5 text-xs text-fg-muted">
                      {result.issues.map(({ path, detail }) => (
                        <li key={`${path} ${detail}`} className="wrap-anywhere">
                          {path && <code className="font-mono text-2xs">{path}</code>} {detail}
                        </li>
                      ))}
                    </ul>
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}
