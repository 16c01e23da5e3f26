import type { Config } from '../../config.ts'
import type { NoticeSettings } from '../../policy/notices/settings.ts'
import { passed, type Step, warned } from '../connect/step.ts'

const SETTINGS = 'notices/settings.yaml'
/** Names that no one can have (RFC 6761): the shipped addresses are examples. */
const EXAMPLE = /^https:\/\/(?:[^/?#]*\.)?(?:example|example\.(?:com|net|org))(?::\d+)?(?:[/?#]|$)/

/** Checks that the people who get a statement of reasons can follow the ways to contest it. */
export function checkNotices({ publicPages, relyingParty }: Config, settings: NoticeSettings | null): Step[] {
  if (settings === null) return []
  const steps = [...checkAppealPage({ publicPages, relyingParty }, settings), ...checkAddresses(settings)]
  return steps.length > 0 ? steps : [passed(SETTINGS, 'Statements lead to addresses that people can open.')]
}

/** Without an address of the organisation's own, statements lead to the desk's page, which must be open and reachable. */
function checkAppealPage(
  { publicPages, relyingParty }: Pick<Config, 'publicPages' | 'relyingParty'>,
  { appeal }: NoticeSettings,
): Step[] {
  if (appeal.address !== undefined) return []
  const otherwise = `set appeal.address in ${SETTINGS} to a form of your own.`
  const isReachable = (publicPages.origin ?? relyingParty?.origin)?.startsWith('https:') === true
  return [
    ...(publicPages.keyId === undefined
      ? [
          warned(
            'COUNTERSIGN_PUBLIC_KEY',
            'Statements lead to the appeal page of the desk, which is closed without a key.',
            `Set it to a key with the scope appeals, or ${otherwise}`,
          ),
        ]
      : []),
    ...(isReachable
      ? []
      : [
          warned(
            'COUNTERSIGN_PUBLIC_ORIGIN',
            'Statements lead to an appeal page on localhost, which no person outside can open.',
            `Set it to the address of the public pages, or ${otherwise}`,
          ),
        ]),
  ]
}

function checkAddresses({ appeal, settlement = [], court }: NoticeSettings): Step[] {
  const addresses = [appeal.address, court.address, ...settlement.map(({ address }) => address)]
  const examples = addresses.filter((address) => address !== undefined && EXAMPLE.test(address))
  if (examples.length === 0) return []
  const found = `Statements lead to addresses that are examples: ${examples.join(', ')}.`
  return [warned(SETTINGS, found, 'Replace them with your own, and adopt the file with "countersign notices adopt".')]
}
