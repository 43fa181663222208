import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { GET as homer } from '@/app/api/homer-links/route';
import { pool } from '@/lib/db/pool';
import { homerLinksWire, quickLinkWire } from '@/lib/links-portal/schemas';
import { forget } from '@/lib/runtime';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { DELETE, PUT } from './[id]/route';
import { GET, POST } from './route';

const list = async () => z.array(quickLinkWire).parse((await call(GET, {})).json);
const add = async (body: object, headers = {}) => {
  const answer = await call(POST, { body, headers });
  expect([answer.status, answer.headers['content-type']]).toEqual([201, 'application/json; charset=utf-8']);
  return quickLinkWire.strict().parse(answer.json);
};
const docs = { name: 'Docs', url: 'https://docs.example.com' };

beforeEach(async () => {
  await emptyTables('quick_link', 'idempotency_key');
});

describe('quick links', () => {
  it('are a list by group and name, never null', async () => {
    expect(await list()).toEqual([]);
    await add({ ...docs, name: 'b', group: 'Z' });
    await add({ ...docs, name: 'b', group: 'A' });
    await add({ ...docs, name: 'a', group: 'Z' });
    await add(docs);
    expect((await list()).map(({ group, name }) => `${group} ${name}`)).toEqual([
      'A b',
      'Custom Docs',
      'Z a',
      'Z b',
    ]);
  });

  it('have times in unix seconds and leave out what is empty', async () => {
    const before = Math.floor(Date.now() / 1000);
    const link = await add({ ...docs, icon: 'fas fa-book', color: '#1B3575', description: '', unknown: 1 });
    expect(link).toStrictEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      group: 'Custom',
      name: 'Docs',
      url: 'https://docs.example.com/',
      icon: 'fas fa-book',
      color: '#1B3575',
      created_at: expect.any(Number),
      updated_at: link.created_at,
    });
    expect(link.created_at).toBeGreaterThanOrEqual(before);
  });

  it('are replaced as a whole, but for their creation', async () => {
    const { id, created_at } = await add({ ...docs, description: 'old', logo: 'https://example.com/l.png' });
    await pool().query(`UPDATE quick_link SET created_at = created_at - interval '1 day'`);
    const answer = await call(PUT, {
      params: { id: id.toUpperCase() },
      body: { name: 'New', url: 'http://example.com' },
    });
    expect(quickLinkWire.strict().parse(answer.json)).toStrictEqual({
      id,
      group: 'Custom',
      name: 'New',
      url: 'http://example.com/',
      created_at: created_at - 86_400,
      updated_at: expect.any(Number),
    });
    expect(await list()).toEqual([answer.json]);
  });

  it('are deleted, and may be deleted again', async () => {
    const { id } = await add(docs);
    expect((await call(DELETE, { params: { id } })).status).toBe(204);
    expect((await call(DELETE, { params: { id } })).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it('are added once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'link-1' };
    expect(await add(docs, headers)).toEqual(await add(docs, headers));
    expect(await list()).toHaveLength(1);
  });

  it.each([
    [{}, 'name and url are required'],
    [{ name: ' ', url: 'https://example.com' }, 'name and url are required'],
    [{ name: 'x' }, 'name and url are required'],
    [{ ...docs, url: 'javascript:alert(1)' }, 'url must be an absolute http or https URL'],
    [{ ...docs, url: ' jAva\nscript:alert(1)' }, 'url must be'],
    [{ ...docs, url: 'data:text/html,x' }, 'url must be'],
    [{ ...docs, url: '/relative' }, 'url must be'],
    [{ ...docs, url: 'https://a:b@example.com' }, 'url must be'],
    [{ ...docs, logo: 'javascript:alert(1)' }, 'logo must be'],
    [{ ...docs, icon: 'javascript:alert(1)' }, 'icon must be'],
    [{ ...docs, color: 'red;background:url(//evil)' }, 'color must be'],
    [{ ...docs, name: 7 }, 'name must be a string'],
    [{ ...docs, name: 'x'.repeat(10_240) }, 'name is longer than 200 characters'],
    [[], 'the body must be a JSON object'],
    ['{"name":', 'not valid JSON'],
  ])('refuse %j', async (body, expected) => {
    const answer = await call(POST, { body });
    expect([answer.status, answer.json]).toEqual([400, { error: expect.stringContaining(expected) }]);
    expect(await list()).toEqual([]);
  });

  it('say honestly what is wrong with an id', async () => {
    const unknown = '0'.repeat(24);
    expect(await call(PUT, { params: { id: unknown }, body: docs })).toMatchObject({
      status: 404,
      json: { error: `no link ${unknown} exists` },
    });
    expect(await call(PUT, { params: { id: '../x' }, body: docs })).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining('24 hexadecimal') },
    });
    expect((await call(DELETE, { params: { id: 'x'.repeat(10_000) } })).status).toBe(400);
  });

  it('leave out what is no link and came into the database by other ways', async () => {
    await add(docs);
    await pool().query(`UPDATE quick_link SET url = 'javascript:alert(1)'`);
    expect(await list()).toEqual([]);
  });
});

describe('the Homer dashboard', () => {
  async function dashboard(answer: (url: string) => { status: number; body: string }): Promise<void> {
    const server: Server = createServer((request, response) => {
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env.HOMER_URL = `http://127.0.0.1:${port}/homer/`;
    forget('config');
    onTestFinished(() => {
      delete process.env.HOMER_URL;
      forget('config');
      server.close();
    });
  }

  it('is not found where none is configured', async () => {
    expect(await call(homer, {})).toMatchObject({
      status: 404,
      json: { error: expect.stringContaining('HOMER_URL') },
    });
  });

  it('is answered with harmless links alone', async () => {
    await dashboard((url) => ({
      status: url === '/homer/assets/config.yml' ? 200 : 404,
      body: `title: Home
links:
  - { name: Wiki, icon: fas fa-book, url: 'https://wiki.example.com', target: _blank }
  - { name: Evil, url: 'javascript:alert(1)' }
services:
  - name: Tools
    icon: fas fa-tools
    items:
      - { name: CI, logo: assets/ci.png, subtitle: Builds, tag: ci, url: 'https://ci.example.com' }
      - { name: None }
`,
    }));
    const answer = await call(homer, {});
    expect(answer.headers['cache-control']).toBe('public, max-age=60');
    const { links, services } = homerLinksWire.parse(answer.json);
    expect(links).toEqual([
      { name: 'Wiki', icon: 'fas fa-book', url: 'https://wiki.example.com/', target: '_blank' },
    ]);
    expect(services).toMatchObject([
      {
        name: 'Tools',
        icon: 'fas fa-tools',
        items: [
          {
            name: 'CI',
            subtitle: 'Builds',
            tag: 'ci',
            url: 'https://ci.example.com/',
            logo: expect.stringMatching(/\/homer\/assets\/ci\.png$/),
          },
        ],
      },
    ]);
  });

  it.each([
    ['answers an error', 500, ''],
    ['is no YAML', 200, 'a: ['],
    ['is empty', 200, ''],
    ['is enormous', 200, 'a'.repeat(600_000)],
  ])('that %s is a bad gateway', async (_, status, body) => {
    await dashboard(() => ({ status, body }));
    expect(await call(homer, {})).toMatchObject({
      status: 502,
      json: { error: expect.stringContaining('cannot be read') },
    });
  });

  it('of another shape has no links', async () => {
    await dashboard(() => ({ status: 200, body: 'links: 7\nservices: { a: 1 }' }));
    expect((await call(homer, {})).json).toEqual({ links: [], services: [] });
  });
});
