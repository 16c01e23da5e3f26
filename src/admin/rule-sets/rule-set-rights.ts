import { WATCHING } from '../../people/access/right-groups.ts'

/** The rights of the routes that show rule sets and try guards. None of them changes anything. */
export const RULE_SET_RIGHTS = {
  'GET /v1/rule-sets': { roles: WATCHING },
  'GET /v1/rule-sets/:name/versions': { roles: WATCHING },
  'GET /v1/rule-sets/:name/versions/:version': { roles: WATCHING },
  'POST /v1/rule-sets/:name/check': { roles: WATCHING },
  'GET /v1/guards': { roles: WATCHING },
  'POST /v1/guards/try': { roles: WATCHING },
  'POST /v1/guards/check': { roles: WATCHING },
  'POST /v1/guards/replay': { roles: WATCHING },
} as const
