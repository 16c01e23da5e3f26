import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Pool } from '../../foundation/database/db.ts'
import { PACKAGE_VERSION } from '../../foundation/settings/package-paths.ts'
import {
  answeredRequests,
  committedReports,
  movedEnforcements,
  platformCalls,
  visibleRestores,
  workedJobs,
} from '../../foundation/telemetry/measurement.ts'
import type { Desk } from '../../policy/desk.ts'

/** Upper limits in seconds. Intake must answer within 25 ms, effects and restores within 20. */
const QUICK = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
/** A restore is late after seconds, and may wait minutes for a platform that is away. */
const RESTORES = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800]
const COARSE = [0.01, 0.05, 0.25, 1, 5, 30]
/** Their names end like counters, and they are none: promtool refuses them. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']
const LAG_MEASURED_EVERY_MS = 20

/** The connection pools of a process, by the names under which they are measured. */
export type MeasuredPools = Pick<Desk, 'db' | 'restoreDb' | 'effectDb' | 'taskDb'>

/**
 * Measures what this process does from now on. No label holds a value that a person, a platform or a request chose: each
 * is a name of the program, of a route's address or of the configuration.
 */
export function measureProcess(pools: MeasuredPools): { registry: Registry; close: () => void } {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_MEASURED_EVERY_MS })
  for (const name of MISNAMED) registry.removeSingleMetric(name)
  const registers = [registry]
  new Gauge({
    ...{ name: 'countersign_build_info', help: 'The version of the program. Always 1.', labelNames: ['version'] },
    registers,
  }).set({ version: PACKAGE_VERSION }, 1)
  measurePools(pools, registers)
  const ends = [
    ...measureRequests(registers),
    measureReports(registers),
    measureJobs(registers),
    measureCalls(registers),
    ...measureEnforcements(registers),
  ]
  return {
    registry,
    close: () => {
      for (const end of ends) end()
      registry.clear()
    },
  }
}

function measureRequests(registers: Registry[]) {
  const answered = new Counter({
    ...{ name: 'countersign_http_requests_total', help: 'Answered requests by route and status.', registers },
    labelNames: ['method', 'route', 'status'],
  })
  const seconds = new Histogram({
    ...{ name: 'countersign_http_request_seconds', help: 'The time from a request to its answer.', registers },
    ...{ labelNames: ['method', 'route'], buckets: QUICK },
  })
  return [
    answeredRequests.listen(({ method, route, status, seconds: took }) => {
      // A request without a route may have any of Node's methods.
      const of = { method: route === 'none' ? 'any' : method, route }
      answered.inc({ ...of, status: String(status) })
      seconds.observe(of, took)
    }),
  ]
}

function measureReports(registers: Registry[]) {
  const reports = new Counter({
    ...{ name: 'countersign_reports_total', help: 'Reports by what became of them: new, known, refused …' },
    ...{ labelNames: ['outcome'], registers },
  })
  const seconds = new Histogram({
    ...{
      name: 'countersign_report_durable_seconds',
      help: 'The time from the arrival of a report until it is durable.',
    },
    ...{ buckets: QUICK, registers },
  })
  return committedReports.listen((committed) => {
    for (const { outcome, seconds: took } of committed) {
      reports.inc({ outcome })
      seconds.observe(took)
    }
  })
}

function measureJobs(registers: Registry[]) {
  const jobs = new Counter({
    ...{
      name: 'countersign_jobs_worked_total',
      help: 'Jobs that this process worked on. Failed ones are tried again.',
    },
    ...{ labelNames: ['kind', 'outcome'], registers },
  })
  const seconds = new Histogram({
    ...{ name: 'countersign_job_seconds', help: 'The time of one job, or of a set of jobs worked on together.' },
    ...{ labelNames: ['kind'], buckets: COARSE, registers },
  })
  return workedJobs.listen(({ kind, done, failed, seconds: took }) => {
    if (done > 0) jobs.inc({ kind, outcome: 'done' }, done)
    if (failed > 0) jobs.inc({ kind, outcome: 'failed' }, failed)
    seconds.observe({ kind }, took)
  })
}

function measureCalls(registers: Registry[]) {
  const seconds = new Histogram({
    ...{ name: 'countersign_platform_call_seconds', help: 'The time of a call to a platform, by purpose and outcome.' },
    ...{ labelNames: ['platform', 'purpose', 'outcome'], buckets: COARSE, registers },
  })
  return platformCalls.listen(({ seconds: took, ...of }) => seconds.observe(of, took))
}

function measureEnforcements(registers: Registry[]) {
  const moves = new Counter({
    ...{ name: 'countersign_enforcement_moves_total', help: 'Enforcements that this process moved into a state.' },
    ...{ labelNames: ['state'], registers },
  })
  const seconds = new Histogram({
    ...{ name: 'countersign_restore_visible_seconds', help: 'The time from asking for a restore until it is visible.' },
    ...{ labelNames: ['cause'], buckets: RESTORES, registers },
  })
  return [
    movedEnforcements.listen((states) => {
      for (const state of states) moves.inc({ state })
    }),
    visibleRestores.listen((restores) => {
      for (const { cause, seconds: took } of restores) seconds.observe({ cause }, took)
    }),
  ]
}

function measurePools({ db, restoreDb, effectDb, taskDb }: MeasuredPools, registers: Registry[]): void {
  const pools: Readonly<Record<string, Pool>> = { requests: db, restores: restoreDb, effects: effectDb, tasks: taskDb }
  new Gauge({
    ...{ name: 'countersign_database_connections', help: 'Open database connections by pool.', registers },
    labelNames: ['pool', 'state'],
    collect() {
      for (const [pool, { totalCount, idleCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'used' }, totalCount - idleCount)
      }
    },
  })
  new Gauge({
    ...{ name: 'countersign_database_connections_max', help: 'The most connections that a pool opens.', registers },
    labelNames: ['pool'],
    collect() {
      for (const [pool, { options }] of Object.entries(pools)) this.set({ pool }, options.max)
    },
  })
  new Gauge({
    ...{ name: 'countersign_database_waiting', help: 'Work that waits for a connection of a pool.', registers },
    labelNames: ['pool'],
    collect() {
      for (const [pool, { waitingCount }] of Object.entries(pools)) this.set({ pool }, waitingCount)
    },
  })
}
