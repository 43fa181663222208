import type { Metadata } from 'next';
import { DisplayChoices } from '@/components/frame/display-choices';
import { PageHeader } from '@/components/frame/page-header';
import { PhaseBadge, PriorityBadge, StatusBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel } from '@/components/glyphs/phases';
import { Panel } from '@/components/ui/panel';
import { type EventKind, eventKinds, type Phase, phases, priorities } from '@/lib/events/vocabulary';

export const metadata: Metadata = { title: 'Appearance' };

const kindMeaning: Record<EventKind, string> = {
  deployment: 'A version goes to an environment.',
  operation: 'Somebody or something works on a system.',
  drift: 'What runs is not what was declared.',
  incident: 'Something is broken for someone.',
  rpa_usage: 'A robot did a person’s work.',
  build: 'A version was made.',
  signal: 'A system reports an error or a warning.',
  infra: 'The platform changed under a service.',
};

const phaseMeaning: Record<Phase, string> = {
  planned: 'Ahead of now, or waiting for a yes.',
  running: 'Under way.',
  succeeded: 'Over, as intended.',
  failed: 'Over, and it went wrong.',
  aborted: 'Stopped before its end.',
  attention: 'Someone should look.',
  noted: 'Told for the record.',
};

const places = ['development', 'integration', 'preproduction', 'production'];

export default function AppearancePage() {
  return (
    <>
      <PageHeader
        title="Appearance"
        description="How Shiplog looks in this browser. The choices are kept in a cookie; nobody else is affected."
      />
      <DisplayChoices />
      <Panel
        title="How to read the screens"
        description="Kind is a shape, state is a colour, environment is a place."
        padded={false}
      >
        <div className="grid gap-px overflow-hidden rounded-b-lg bg-line md:grid-cols-2">
          <section className="bg-surface-1 p-panel">
            <h3 className="mb-2 text-xs font-medium text-fg-subtle">Kinds</h3>
            <dl>
              {eventKinds.map((kind) => (
                <div key={kind} className="grid grid-cols-[1.5rem_7rem_1fr] items-center py-cell-y">
                  <KindGlyph kind={kind} size={16} />
                  <dt className="font-medium">{kindLabel[kind]}</dt>
                  <dd className="text-fg-muted">{kindMeaning[kind]}</dd>
                </div>
              ))}
            </dl>
          </section>
          <section className="bg-surface-1 p-panel">
            <h3 className="mb-2 text-xs font-medium text-fg-subtle">States</h3>
            <dl>
              {phases.map((phase) => (
                <div key={phase} className="grid grid-cols-[1.5rem_7rem_1fr] items-center py-cell-y">
                  <PhaseMark phase={phase} size={16} />
                  <dt data-phase={phase} className="font-medium text-phase-fg">
                    {phaseLabel[phase]}
                  </dt>
                  <dd className="text-fg-muted">{phaseMeaning[phase]}</dd>
                </div>
              ))}
            </dl>
          </section>
          <section className="bg-surface-1 p-panel">
            <h3 className="mb-2 text-xs font-medium text-fg-subtle">Both together</h3>
            <table className="w-full border-collapse">
              <caption className="sr-only">Every kind in every state</caption>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="sr-only">Kind</span>
                  </th>
                  {phases.map((phase) => (
                    <th key={phase} scope="col" className="pb-1">
                      <PhaseMark phase={phase} size={12} labelled className="mx-auto" />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {eventKinds.map((kind) => (
                  <tr key={kind}>
                    <th scope="row" className="py-1 pr-2 text-left text-xs font-normal text-fg-muted">
                      {kindLabel[kind]}
                    </th>
                    {phases.map((phase) => (
                      <td key={phase} className="py-1">
                        <KindGlyph kind={kind} phase={phase} size={14} className="mx-auto" />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <section className="flex flex-col gap-4 bg-surface-1 p-panel">
            <div>
              <h3 className="mb-2 text-xs font-medium text-fg-subtle">Words for a state</h3>
              <p className="flex flex-wrap gap-1.5">
                <StatusBadge status="success" />
                <StatusBadge status="failure" />
                <StatusBadge status="in_progress" />
                <StatusBadge status="warning" />
                <StatusBadge status="waiting_approval" />
                <StatusBadge status="aborted" />
                <StatusBadge status="snapshot" />
                <PhaseBadge phase="running" plain />
              </p>
            </div>
            <div>
              <h3 className="mb-2 text-xs font-medium text-fg-subtle">
                Environments, by how near to users they are
              </h3>
              <p className="flex flex-wrap gap-1.5">
                {places.map((name) => (
                  <EnvironmentTag key={name} name={name} />
                ))}
              </p>
            </div>
            <div>
              <h3 className="mb-2 text-xs font-medium text-fg-subtle">Priorities, by weight</h3>
              <p className="flex flex-wrap gap-1.5">
                {priorities.map((priority) => (
                  <PriorityBadge key={priority} priority={priority} />
                ))}
              </p>
            </div>
          </section>
        </div>
      </Panel>
    </>
  );
}
