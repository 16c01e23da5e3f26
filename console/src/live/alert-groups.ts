import type { Told } from '../api/shapes.ts'

/** Alerts of one kind about one subject, the newest first. */
export interface AlertGroup {
  key: string
  kind: Told['kind']
  enforcementId: string | null
  alerts: readonly Told[]
}

/** The change or the bulk restore that an alert is about: its text names it. */
export const CHANGE_ID = /\bchg_\d+\b/
export const RESTORE_ID = /\brestore_\d+\b/

const aboutOf = ({ enforcementId, driftId, why }: Told): string | number =>
  enforcementId ?? driftId ?? CHANGE_ID.exec(why)?.[0] ?? RESTORE_ID.exec(why)?.[0] ?? ''

/** Groups alerts of the same kind about the same enforcement, drift, change or restore, or about none. Pure. */
export function groupAlerts(alerts: readonly Told[]): AlertGroup[] {
  const groups = new Map<string, Told[]>()
  for (const alert of alerts) {
    const key = `${alert.kind} ${aboutOf(alert)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [alert])
    else group.push(alert)
  }
  return [...groups].map(([key, same]) => ({
    key,
    kind: (same[0] as Told).kind,
    enforcementId: same[0]?.enforcementId ?? null,
    alerts: same,
  }))
}
