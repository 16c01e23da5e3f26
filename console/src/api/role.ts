import type { paths } from './schema.gen.ts'

/** A role of a person, as the API names it. */
export type Role = paths['/v1/me']['get']['responses'][200]['content']['application/json']['roles'][number]
