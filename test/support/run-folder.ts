/** The environment variable by which a test run tells its files where PostgreSQL is. */
export const CLUSTER_VARIABLE = 'COUNTERSIGN_TEST_CLUSTER'

/** The folder that is removed when the run ends, however it ends; undefined outside a run, and in one without PostgreSQL. */
export function runFolder(): string | undefined {
  const text = process.env[CLUSTER_VARIABLE]
  return text ? (JSON.parse(text) as { folder: string }).folder : undefined
}
