/** The database connections that each part of one process may open. */
export interface ConnectionShares {
  /** Connections for requests, and for the worker's background work. */
  db: number
  /** Connections for stops, restores and alerts; no other work can use them up. */
  restoreDb: number
  /**
   * Connections for jobs of the priority "effect". This number keeps them busy with a quick platform; while a slow one
   * answers, its enforcements hold no connection.
   */
  effectDb: number
  /** Connections for periodic tasks. */
  taskDb: number
}

/** The fewest connections of a process: with fewer, one part would have to wait for another. */
export const CONNECTIONS_MIN = 12
export const CONNECTIONS_MAX = 1_000
const CONNECTIONS_DEFAULT = 48
/** The processes for which one PostgreSQL server has room by default. */
const PROCESSES = 4
/** The connections outside the pools: one listens for notifications, one asks the server about silent connections. */
const OUTSIDE_POOLS = 2
const RESTORES = 0.4
const TASKS = { share: 0.125, min: 3, max: 6 }
const EFFECTS = 2

/**
 * Returns the connections of one process when none are configured: a quarter of those that the server accepts, and
 * never more than a process uses.
 */
export const defaultConnections = (serverMax: number): number =>
  Math.max(CONNECTIONS_MIN, Math.min(CONNECTIONS_DEFAULT, Math.floor(serverMax / PROCESSES)))

/** Shares out a process's connections. Together with the two outside of pools they are never more than the total. */
export function shareConnections(total: number): ConnectionShares {
  const pooled = total - OUTSIDE_POOLS
  const effectDb = total === CONNECTIONS_MIN ? 1 : EFFECTS
  const taskDb = Math.max(TASKS.min, Math.min(TASKS.max, Math.round(pooled * TASKS.share)))
  const restoreDb = Math.round(pooled * RESTORES)
  return { db: pooled - effectDb - taskDb - restoreDb, restoreDb, effectDb, taskDb }
}
