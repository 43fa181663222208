import { z } from 'zod';
import { type Answer, operation } from '@/lib/http/operation';
import { pagingParameters, trackerFailure, trackerInvalid } from './declarations';
import { trackerFlat } from './errors';
import {
  createLockBody,
  trackerLockAnswer,
  trackerLockList,
  trackerUnlocked,
  updateLockBody,
} from './lock-schemas';

/** Tracker's lock routes, declared. Client-safe. */

const tag = 'Tracker locks';
const notFound = trackerFailure('No such lock, or it is over.');
const conflict = trackerFailure('`service S is already locked for R in E by W (lock_id: …, event_id: …)`');
const oneLock: Answer = { description: 'The lock, flat and wrapped.', schema: trackerLockAnswer };
const unlocked: Answer = { description: '`lock deleted`', schema: trackerUnlocked };
const byId = z.strictObject({ id: z.string().meta({ description: 'The UUID of the lock.' }) });

export const createTrackerLock = operation({
  id: 'trackerCreateLock',
  method: 'POST',
  path: '/api/v1alpha1/lock',
  scope: 'locks:write',
  dialect: trackerFlat,
  tag,
  summary: 'Lock a service',
  description:
    'Names match in any case. The lock lasts until it is released. A lock of the whole service or environment is in the way of one of a resource, and the other way round.',
  body: createLockBody,
  idempotent: true,
  answers: { 200: oneLock, 400: trackerInvalid, 409: conflict },
});

export const getTrackerLock = operation({
  id: 'trackerGetLock',
  method: 'GET',
  path: '/api/v1alpha1/lock/{id}',
  scope: 'read',
  dialect: trackerFlat,
  tag,
  summary: 'Read a lock',
  params: byId,
  answers: { 200: oneLock, 404: notFound },
});

export const updateTrackerLock = operation({
  id: 'trackerUpdateLock',
  method: 'PUT',
  path: '/api/v1alpha1/lock/{id}',
  scope: 'locks:write',
  dialect: trackerFlat,
  tag,
  summary: 'Change a lock',
  description: 'What is left out or empty stays. Another service, environment or resource must be free.',
  params: byId,
  body: updateLockBody,
  answers: { 200: oneLock, 400: trackerInvalid, 404: notFound, 409: conflict },
});

export const deleteTrackerLock = operation({
  id: 'trackerDeleteLock',
  method: 'DELETE',
  path: '/api/v1alpha1/lock/{id}',
  scope: 'locks:write',
  dialect: trackerFlat,
  tag,
  summary: 'Unlock',
  params: byId,
  answers: { 200: unlocked, 404: notFound },
});

export const unlockTrackerLock = operation({
  id: 'trackerUnLock',
  method: 'GET',
  path: '/api/v1alpha1/unlock/{id}',
  scope: 'locks:write',
  dialect: trackerFlat,
  tag,
  summary: "Unlock, as Tracker's clients do",
  description:
    'Refuses whatever a browser or a crawler may send by itself. `DELETE /api/v1alpha1/lock/{id}` and `POST /api/v1alpha1/unlock/{id}` are the safe ways.',
  params: byId,
  answers: {
    200: unlocked,
    403: trackerFailure('It may come from a browser; nothing was unlocked.'),
    404: notFound,
  },
});

export const postUnlockTrackerLock = operation({
  id: 'trackerPostUnLock',
  method: 'POST',
  path: '/api/v1alpha1/unlock/{id}',
  scope: 'locks:write',
  dialect: trackerFlat,
  tag,
  summary: 'Unlock',
  params: byId,
  answers: { 200: unlocked, 404: notFound },
});

export const listTrackerLocks = operation({
  id: 'trackerListLocks',
  method: 'GET',
  path: '/api/v1alpha1/locks/list',
  scope: 'read',
  dialect: trackerFlat,
  tag,
  summary: 'List locks',
  query: z.looseObject(pagingParameters('all locks')),
  answers: {
    200: { description: 'The locks that are held, the last created first.', schema: trackerLockList },
    400: trackerInvalid,
  },
});
