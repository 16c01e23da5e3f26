import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import { guardRoutes } from './guards/guard-routes.ts'
import { replayRoutes } from './guards/replay-routes.ts'
import { ruleSetRoutes } from './versions/rule-set-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    ruleSets: {
      kind: 'rule_set_adopted'
      name: string
      version: number
      hash: string
      effectiveAt?: string
      changeId?: string
    }
  }
}

const ofReplay = shows<{ differing: readonly unknown[] }>(({ differing }) =>
  differing.length === 0 ? [] : [{ kind: 'list', shown: differing.length }],
)

export const ruleSetsStage: Stage = {
  routes: [guardRoutes, replayRoutes, ruleSetRoutes],
  operations: tagged('change', {
    'GET /v1/rule-sets': { id: 'listRuleSets', shows: showsNothing },
    'GET /v1/rule-sets/:name/versions': { id: 'listRuleSetVersions', shows: showsNothing },
    'GET /v1/rule-sets/:name/versions/:version': { id: 'readRuleSetVersion', shows: showsNothing },
    'POST /v1/rule-sets/:name/check': { id: 'checkRuleSet' },
    'GET /v1/guards': { id: 'readGuards', shows: showsNothing },
    'POST /v1/guards/try': { id: 'tryEnforcement' },
    'POST /v1/guards/check': { id: 'checkGuards' },
    'POST /v1/guards/replay': { id: 'replayGuards', shows: ofReplay },
  }),
}
