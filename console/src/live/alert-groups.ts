import type { Told } from '../api/shapes.ts'

/** Alerts of one kind about one subject, the newest first. */
export interface AlertGroup {
  key: string
  kind: Told['kind']
  enforcementId: string | null
  alerts: readonly Told[]
}

/** Groups alerts of the same kind about the same enforcement, drift or, without one, about nothing. Pure. */
export function groupAlerts(alerts: readonly Told[]): AlertGroup[] {
  const groups = new Map<string, Told[]>()
  for (const alert of alerts) {
    const key = `${alert.kind} ${alert.enforcementId ?? alert.driftId ?? ''}`
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
