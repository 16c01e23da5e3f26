import { CLUSTER_VARIABLE } from './run-folder.ts'

export type TestCluster = { folder: string; superUrl: string; ownerUrl: string; deskUrl: string }

export const TEMPLATE = 'countersign_template'
export const DRIVEN_TEMPLATE = 'countersign_driven_template'

/** The run's PostgreSQL; started once for all test files, so a file run alone has none. */
export function testCluster(): TestCluster {
  const text = process.env[CLUSTER_VARIABLE]
  if (!text) throw new Error('There is no test database: run a single file as npm test -- FILE, not with node --test.')
  return JSON.parse(text) as TestCluster
}

/** Returns the same address with another database. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}
