import type { Incident, MarkKind } from './build-incident.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/** The lines of a timeline that outsiders may read. The number of approvers and the guards stay inside. */
const TOLD: Partial<Record<MarkKind, string>> = {
  offline: 'The account was no longer visible.',
  restore_asked: 'We began to bring it back.',
  back: 'The account was visible again.',
  whole: 'Everything it had was back.',
}

/** Returns the incident's public text: no people, no guards, no thresholds, no ids. Pure. */
export function publishIncident({ marks, offline, offlineMs }: Incident): string {
  const first = offline[0]
  if (first === undefined) return 'The account stayed visible all the time.'
  const lines = marks.flatMap(({ at, kind }) => {
    const says = TOLD[kind]
    return says === undefined ? [] : [`${at.slice(11, 16)} UTC  ${says}`]
  })
  return [formatHead(first.from, { marks, offline, offlineMs }), '', ...lines].join('\n')
}

function formatHead(
  from: string,
  { marks, offline, offlineMs }: Pick<Incident, 'marks' | 'offline' | 'offlineMs'>,
): string {
  const [account, length] = [`On ${from.slice(0, 10)} an account`, formatLength(offlineMs)]
  if (offline.at(-1)?.until === null) return `${account} became invisible. It still is, ${length} later.`
  const isWhole = marks.some(({ kind }) => kind === 'whole')
  const now = isWhole ? 'Everything it had is back.' : 'It is visible again.'
  return `${account} was invisible for ${length} and should not have been. ${now}`
}

function formatLength(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  const seconds = Math.round((ms % MINUTE_MS) / 1_000)
  return minutes === 0 ? `${seconds} seconds` : `${minutes} min ${seconds} s`
}
