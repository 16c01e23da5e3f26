/** The parts of the desk, in the order of the flow, as the description of the API groups its operations. */
export const TAGS = {
  intake:
    'What arrives from outside: reports, facts about accounts and contents, orders of authorities, removal requests.',
  automation: 'What sources say of subjects, and what rules make of it.',
  queue: 'What waits, who holds it, and where it goes.',
  review: 'Looking at one case, deciding it, asking others.',
  appeal: 'Somebody says that an enforcement is wrong: hearing them, judging it, telling them.',
  law: 'What the law asks for: times within which something must be out of sight, what authorities were told, what must be kept.',
  search: 'Finding cases and accounts.',
  approval:
    'Enforcements: agreeing to them, stopping them, undoing them; freezing all of them; what people are told at once.',
  bulk_action: 'One decision over many subjects at once: judged blind by somebody else, done in stages.',
  signature: 'What people put their name to, with their passkeys.',
  effect: 'What came back at the platform.',
  watch: 'What nobody ordered: protected accounts, read back again and again.',
  incident: 'What went wrong, minute by minute, from the ledger.',
  drill: 'Exercises on accounts that are marked as tests: planned, repeated, measured.',
  insight: 'How the work goes, in numbers.',
  notice: 'Being told what happens, as it happens.',
  change: 'Changes of the desk itself: its guards, what protects whom, who may approve.',
  audit: 'Who was shown what; what was recorded, and whether it holds.',
  directory: 'Who works here, kept in step by a directory: SCIM 2.0 (RFC 7643, RFC 7644), answered in its own form.',
  staff:
    'People: who am I, my shift, my breaks; signing in, passkeys and sessions; who is here, who goes, who may do no more harm.',
  desk: 'About this server.',
} as const
export type Tag = keyof typeof TAGS
