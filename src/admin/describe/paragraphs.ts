import { type Message, message, type TextItem } from '../../foundation/messages/message.ts'

/** Returns texts below each other as one. */
export const paragraphs = (list: readonly TextItem[]): Message =>
  message('described.paragraphs', { paragraphs: { as: 'paragraphs', list } })
