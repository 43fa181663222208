import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { Arrival } from '@/components/api-docs/arrival';
import { OperationArticle } from '@/components/api-docs/operation-article';
import { SchemaFields } from '@/components/api-docs/schema-view';
import { type ApiSection, apiSections, schemaAnchor, sectionHref } from '@/components/api-docs/sections';
import { BackLink } from '@/components/frame/back-link';
import { PageHeader } from '@/components/frame/page-header';
import { buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Panel } from '@/components/ui/panel';
import { accessMode } from '@/lib/access/mode';
import { describeApi } from '@/lib/api/description';
import { originOf } from '@/lib/http/request-origin';

type Props = { params: Promise<{ section: string }> };

/** Once per request, for the title and the page. */
const find = cache(async (slug: string) => {
  const origin = originOf(await headers());
  const sections = apiSections(describeApi(origin));
  const place = sections.findIndex((section) => section.slug === slug);
  const section = sections[place];
  return section && { origin, section, previous: sections[place - 1], next: sections[place + 1] };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await find((await params).section);
  return { title: found ? `${found.section.name} · API` : 'No such section' };
}

/** One section of the API: its operations, to be read, pasted and tried, and the schemas they refer to. */
export default async function SectionPage({ params }: Props) {
  const found = await find((await params).section);
  if (!found) notFound();
  const { origin, section, previous, next } = found;
  const needsToken = (await accessMode()) === 'signed-in';
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Arrival />
      <BackLink href="/docs">API</BackLink>
      <PageHeader title={section.name} description={section.description} />
      {section.operations.map((entry) => (
        <OperationArticle
          key={entry.operation.operationId}
          {...entry}
          origin={origin}
          needsToken={needsToken}
        />
      ))}
      {section.schemas.length > 0 && <Schemas schemas={section.schemas} />}
      <nav
        aria-label="Sections before and after"
        data-print="hide"
        className="flex flex-wrap justify-between gap-2"
      >
        {previous && (
          <Link href={sectionHref(previous.slug)} prefetch={false} rel="prev" className={buttonClass()}>
            <ArrowLeft size={14} aria-hidden />
            {previous.name}
          </Link>
        )}
        {next && (
          <Link
            href={sectionHref(next.slug)}
            prefetch={false}
            rel="next"
            className={cn(buttonClass(), 'ml-auto')}
          >
            {next.name}
            <ArrowRight size={14} aria-hidden />
          </Link>
        )}
      </nav>
    </div>
  );
}

function Schemas({ schemas }: { schemas: ApiSection['schemas'] }) {
  return (
    <section aria-labelledby="schemas" className="flex min-w-0 flex-col gap-4">
      <h2 id="schemas" className="text-lg font-semibold">
        Schemas
      </h2>
      {schemas.map(([name, schema]) => (
        <div
          key={name}
          id={schemaAnchor(name)}
          tabIndex={-1}
          className="scroll-mt-16 outline-none focus:*:border-accent-border"
        >
          <Panel level={3} title={<span className="font-mono">{name}</span>}>
            <SchemaFields schema={schema} />
          </Panel>
        </div>
      ))}
    </section>
  );
}
