import type { ActingGround } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'

/** Returns the name of a ground for acting alone, to be rendered in the reader's language. */
export const groundMessage = (ground: ActingGround): Message => message(`ground.name.${ground}`)
