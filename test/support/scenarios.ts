import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { tempDir } from './temp-dir.ts'

/** A small day with a newsroom, four people and an account that no person knows. */
export const SMALL_DAY = `title: A small day
day: '2026-05-04'
utc_offset: '+02:00'
until: '10:40'
watch: tide
people:
  - { name: ana, roles: [reviewer], clearances: [protected], team: north, shift: { from: '09:00', to: '17:00' } }
  - { name: ben, roles: [reviewer, senior], clearances: [protected], team: north, shift: { from: '09:00', to: '17:00' } }
  - { name: cleo, roles: [reviewer, lead], clearances: [protected], team: south, shift: { from: '09:00', to: '17:00' } }
  - { name: dan, roles: [reviewer, lead], clearances: [protected], team: west, shift: { from: '09:00', to: '17:00' } }
accounts:
  - { handle: tide, name: The Tide, reach: 240000, since: '2010-01-01', tags: [newsroom] }
  - { handle: pills, name: Best Prices, reach: 31, since: '2026-05-01' }
runs:
  - { name: by_hand, title: no desk, guards: none }
  - { name: with_desk, title: the shipped guards, guards: shipped }
steps:
  - { at: '09:30', report: [tide] }
  - { at: '09:31', who: ana, claim: tide }
  - at: '09:32'
    who: ana
    ask: tide
    assessment: { who_speaks: a newspaper, public_interest: news, harm: it sells what is not there, alternatives: none }
  - { at: '09:40', who: cleo, restore: tide, in: [by_hand] }
`

/** Returns the same day with one text replaced by another; fails unless the text occurs exactly once. */
export function smallDay(...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((text, [before, after]) => {
    if (text.split(before).length !== 2) throw new Error(`"${before}" does not stand there once`)
    return text.replace(before, after)
  }, SMALL_DAY)
}

/** Writes the text as a file that belongs to the test. */
export function scenarioFile(t: TestContext, text: string): string {
  const path = join(tempDir(t), 'day.yaml')
  writeFileSync(path, text)
  return path
}
