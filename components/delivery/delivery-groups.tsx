'use client';

import { Download } from 'lucide-react';
import { PanelLink } from '@/components/charts/panel-link';
import { useUrlParam } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Button } from '@/components/ui/button';
import { download } from '@/components/ui/download';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { DeliveryWire, Metric } from '@/lib/delivery/schemas';
import { deliveryCsv } from '@/lib/delivery/to-csv';
import { type DeliveryGrouping, type DeliveryState, deliveryGroupings } from './delivery-url';
import { restsOn, valueInWords } from './words';

const groupingLabel: Record<DeliveryGrouping, string> = {
  service: 'Service',
  team: 'Team',
  environment: 'Environment',
};

type Group = DeliveryWire['groups'][number];

/** The same figures apart, by service, team or environment; each opens its rows. */
export function DeliveryGroups({ data, state }: { data: DeliveryWire; state: DeliveryState }) {
  const [, setBy] = useUrlParam<DeliveryGrouping>('by', 'service');
  const { by } = state;
  const most = Math.max(1, ...data.groups.map(({ deployments }) => deployments));
  return (
    <Panel
      title={`By ${groupingLabel[by].toLowerCase()}`}
      description="Every number opens the deployments behind it; grey ones rest on too little"
      padded={false}
      actions={
        <div className="flex max-w-full min-w-0 items-center gap-2 max-sm:w-full" data-print="hide">
          <SegmentedControl
            label="Group by"
            className="max-sm:flex-1 max-sm:*:flex-auto max-sm:*:px-1"
            value={by}
            onChange={(next) => setBy(next, 'replace')}
            options={deliveryGroupings.map((value) => ({ value, label: groupingLabel[value] }))}
          />
          <Button
            size="sm"
            variant="ghost"
            aria-label="Download CSV"
            icon={<Download size={13} aria-hidden />}
            onClick={() => download(`delivery-by-${by}.csv`, deliveryCsv(data))}
          >
            <span className="max-sm:sr-only">CSV</span>
          </Button>
        </div>
      }
    >
      <Table label={`Delivery by ${groupingLabel[by].toLowerCase()}`}>
        <thead>
          <tr>
            <Th>{groupingLabel[by]}</Th>
            <Th align="end">Deployments</Th>
            <Th align="end">Frequency</Th>
            <Th align="end">Lead time</Th>
            <Th align="end">Failure rate</Th>
            <Th align="end">Recovery</Th>
            <Th align="end">Rework</Th>
          </tr>
        </thead>
        <tbody>
          {data.groups.map((group) => (
            <Tr key={group.value} selected={state.rows?.group === group.value}>
              <Td>
                {group.value === '' ? (
                  <span className="text-fg-subtle">No {groupingLabel[by].toLowerCase()}</span>
                ) : by === 'environment' ? (
                  <EnvironmentTag name={group.value} />
                ) : (
                  <span className="font-medium">{group.value}</span>
                )}
              </Td>
              <Td align="end">
                <span className="flex items-center justify-end gap-2">
                  <span aria-hidden className="h-2 w-16 max-sm:hidden">
                    <span
                      className="ml-auto block h-full rounded-xs bg-accent"
                      style={{ width: `${Math.max(3, (group.deployments / most) * 100)}%` }}
                    />
                  </span>
                  {group.deployments.toLocaleString('en-GB')}
                </span>
              </Td>
              <Figure group={group} metric="frequency" />
              <Figure group={group} metric="leadTime" />
              <Figure group={group} metric="changeFailureRate" />
              <Figure group={group} metric="recoveryTime" />
              <Figure group={group} metric="reworkRate" />
            </Tr>
          ))}
        </tbody>
      </Table>
      {data.groups.length >= 200 && (
        <p className="border-t border-line px-panel py-2 text-xs text-fg-subtle">
          Only the 200 with most deployments are listed.
        </p>
      )}
    </Panel>
  );
}

function Figure({ group, metric }: { group: Group; metric: Metric }) {
  const figure = group[metric];
  const { value, unit } = valueInWords(metric, figure.value);
  return (
    <Td align="end" className={figure.enough ? 'font-medium' : 'text-fg-subtle'}>
      {figure.value === null ? (
        <span className="text-fg-subtle">–</span>
      ) : group.value === '' || figure.value === 0 ? (
        // What has no owner cannot be asked for by a filter; nothing has no rows.
        `${value} ${unit}`
      ) : (
        <PanelLink
          changes={{ metric, group: group.value, at: null, before: null }}
          data-tip={
            figure.enough
              ? `Of ${restsOn(metric, figure.of)}`
              : `Too little data: only ${restsOn(metric, figure.of)}`
          }
          className="rounded-xs underline decoration-line-strong underline-offset-3 hover:text-accent-fg hover:decoration-current"
        >
          {value}
          {unit && <span className="text-xs font-normal text-fg-subtle"> {unit}</span>}
        </PanelLink>
      )}
    </Td>
  );
}
