import type { Bound, StopLimits, Budget } from './budgets-file.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { durationTerm, termMessage } from '../../foundation/messages/term-message.ts'

/** Returns a budget in plain words, to be rendered in the reader's language. */
export function budgetMessage({ of, withinMs, actions, enforcements, reach }: Budget): Message {
  const amount = (which: keyof Bound) => {
    const parts = [
      ...(enforcements === null ? [] : [message('budget.enforcements', { count: enforcements[which] })]),
      ...(reach === null ? [] : [message('budget.reach', { count: reach[which] })]),
    ]
    const [left, right] = parts
    return left === undefined || right === undefined ? (left ?? '') : message('budget.either', { left, right })
  }
  return message('budget.says', {
    who: message(`budget.who.${of}`),
    whose: message(`budget.whose.${of}`),
    within: durationTerm(withinMs),
    actions: { as: 'commas', list: actions.map((action) => termMessage('action', action) ?? action) },
    over: amount('over'),
    open: amount('open'),
  })
}

/** Formats a budget in plain English. */
export const formatBudget = (budget: Budget): string => renderMessage(budgetMessage(budget))

/** Returns the numbers of stops, declines and restores from which leads are alerted to a person, in words. */
export const stopLimitsMessage = ({ withinMs, stops, declines, restores }: StopLimits): Message =>
  message('budget.stopLimits', { within: durationTerm(withinMs), stops, declines, restores })

/** Formats the stop limits in plain English. */
export const formatStopLimits = (limits: StopLimits): string => renderMessage(stopLimitsMessage(limits))
