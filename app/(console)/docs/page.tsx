import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Forward } from '@/components/api-docs/arrival';
import { OperationList } from '@/components/api-docs/operation-list';
import { QuickStart } from '@/components/api-docs/quick-start';
import { anchorsOf, apiSections, listed } from '@/components/api-docs/sections';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { accessMode } from '@/lib/access/mode';
import { describeApi } from '@/lib/api/description';
import { originOf } from '@/lib/http/request-origin';

export const metadata: Metadata = { title: 'API' };

/** The API, from its own description: how to begin, and every operation there is. */
export default async function ApiPage() {
  const origin = originOf(await headers());
  const needsToken = (await accessMode()) === 'signed-in';
  const api = describeApi(origin);
  const sections = apiSections(api);
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-4 py-6 sm:px-6">
      <Forward anchors={anchorsOf(sections)} />
      <PageHeader
        title="API"
        description="Everything Shiplog does can be done over HTTP. Each operation can be tried on its page, against this very server."
        actions={
          <>
            <a href="/openapi.json" className={buttonClass()}>
              OpenAPI 3.1
            </a>
            <a href="/openapi.json" download="shiplog-openapi.json" className={buttonClass('ghost')}>
              Download
            </a>
          </>
        }
      />
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] lg:items-start">
        <QuickStart origin={origin} needsToken={needsToken} description={api.info.description} />
        <Panel title="Operations">
          <OperationList sections={listed(sections)} />
        </Panel>
      </div>
    </div>
  );
}
