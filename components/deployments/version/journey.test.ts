import { expect, test } from 'vitest';
import type { ApprovalWire, VersionDetailWire } from '@/lib/deployments/schemas';
import { standingApprovals, stopsOf } from './journey';

const place = (environment: string, sinceStartMs: number | null): VersionDetailWire['reached'][number] => ({
  environment,
  tier: 'other',
  firstArrivedAt: sinceStartMs === null ? null : '2026-03-14T09:00:00Z',
  deployments: 1,
  lastId: environment,
  lastPhase: 'succeeded',
  inPlace: false,
  sinceStartMs,
});

test('stops come in the order of arrival, those without one last', () => {
  const stops = stopsOf([
    place('production', 4000),
    place('recette', null),
    place('dev', 0),
    place('uat', 1000),
  ]);
  expect(stops.map(({ environment, share }) => [environment, share])).toEqual([
    ['dev', 0],
    ['uat', 0.25],
    ['production', 1],
    ['recette', 0],
  ]);
});

const word = (id: string, at: string, actor: string, approved: boolean): ApprovalWire => ({
  id,
  type: 'QA',
  environment: null,
  approved,
  actor,
  comment: '',
  at,
});

test('of one person the newest word counts', () => {
  const standing = standingApprovals([
    word('1', '2026-03-14T09:00:00Z', 'ana', true),
    word('2', '2026-03-14T10:00:00Z', 'ana', false),
    word('3', '2026-03-14T08:00:00Z', 'ben', true),
  ]);
  expect([...standing].sort()).toEqual(['2', '3']);
});
