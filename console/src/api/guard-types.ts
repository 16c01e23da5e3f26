import type { paths } from './schema.gen.ts'

type Guards = paths['/v1/guards']['get']['responses'][200]['content']['application/json']

/** The type of a fact that guards read. */
export type FactType = Guards['facts'][number]['type']
/** An action of an enforcement. */
export type Action = Guards['guards'][number]['actions'][number]
