// For workerd: what is played is the body of a request, and what the platform told that of the answer.
import * as kit from './index.js'
import { play } from './play.js'

export default { fetch: async (request) => Response.json(await play(kit, await request.json())) }
