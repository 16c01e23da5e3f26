import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JOB_KINDS } from '../foundation/jobs.ts'
import { OPERATIONS } from './http/routes.ts'
import { RIGHTS } from './http/rights.ts'
import { completeTable, joinTables } from './join-tables.ts'
import { STAGES } from './stages.ts'
import { makeJobHandlers } from './worker/run-worker.ts'

test('a name that two stages register keeps the program from starting', () => {
  assert.throws(() => joinTables('operation', [{ 'GET /v1/a': 1 }, { 'GET /v1/a': 2 }]), /GET \/v1\/a/)
})

test('a kind of job without a handler keeps the worker from starting', () => {
  assert.throws(() => completeTable('job', ['drive', 'end'], [{ drive: 1 }]), /end/)
})

test('every kind of job has one handler', () => {
  assert.deepEqual(Object.keys(makeJobHandlers()).sort(), [...JOB_KINDS].sort())
})

test('every operation has a right', () => {
  assert.deepEqual(
    Object.keys(OPERATIONS).filter((route) => RIGHTS[route] === undefined),
    [],
  )
})

test('no two periodic tasks have one name', () => {
  const names = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks.map(({ name }) => name))
  assert.equal(new Set(names).size, names.length)
})
