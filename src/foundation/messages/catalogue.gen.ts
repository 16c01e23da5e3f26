// Written from messages/en by: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/catalogue.test.ts
import type { SelectParam, TextParam } from './message.ts'

export interface MessageParams {
  'account.clearance': { readonly accountId: TextParam }
  'account.unknown': { readonly accountId: TextParam }
  'action.ask.deactivate': Record<string, never>
  'action.ask.hide': Record<string, never>
  'action.ask.label': Record<string, never>
  'action.ask.limit': Record<string, never>
  'action.ask.lock': Record<string, never>
  'action.ask.remove': Record<string, never>
  'action.ask.suspend': Record<string, never>
  'action.ask.there': Record<string, never>
  'action.ask.warn': Record<string, never>
  'action.do.deactivate': Record<string, never>
  'action.do.hide': Record<string, never>
  'action.do.label': Record<string, never>
  'action.do.limit': Record<string, never>
  'action.do.lock': Record<string, never>
  'action.do.remove': Record<string, never>
  'action.do.suspend': Record<string, never>
  'action.do.there': Record<string, never>
  'action.do.warn': Record<string, never>
  'action.now.deactivate': Record<string, never>
  'action.now.hide': Record<string, never>
  'action.now.label': Record<string, never>
  'action.now.limit': Record<string, never>
  'action.now.lock': Record<string, never>
  'action.now.remove': Record<string, never>
  'action.now.suspend': Record<string, never>
  'action.now.there': Record<string, never>
  'action.now.warn': Record<string, never>
  'action.own.ask': { readonly title: TextParam }
  'action.own.do': { readonly title: TextParam }
  'actionDenial.noTaker': { readonly actions: TextParam }
  'actionDenial.one': Record<string, never>
  'actionDenial.same': { readonly about: TextParam }
  'alert.alone.account': { readonly accountId: TextParam; readonly acts: TextParam }
  'alert.alone.contents': { readonly contents: number; readonly ground: TextParam }
  'alert.alone.hijack': Record<string, never>
  'alert.asked': { readonly action: TextParam }
  'alert.authorityOrder': { readonly cases: TextParam; readonly more: TextParam; readonly orderId: TextParam; readonly what: TextParam }
  'alert.automation.pausedRule': { readonly reason: TextParam; readonly rule: TextParam; readonly source: TextParam; readonly who: TextParam }
  'alert.automation.pausedSource': { readonly reason: TextParam; readonly source: TextParam; readonly who: TextParam }
  'alert.automation.spent': { readonly count: number; readonly source: TextParam; readonly within: TextParam }
  'alert.because': { readonly reason: TextParam }
  'alert.bulk.allGuarded': Record<string, never>
  'alert.bulk.appeals': { readonly count: number; readonly total: number }
  'alert.bulk.declined': Record<string, never>
  'alert.bulk.earlier': Record<string, never>
  'alert.bulk.gone': Record<string, never>
  'alert.bulk.goneRest': Record<string, never>
  'alert.bulk.guarded': { readonly count: number; readonly total: number }
  'alert.bulk.of': { readonly bulkActionId: TextParam; readonly what: TextParam }
  'alert.bulk.proposed': Record<string, never>
  'alert.bulk.restores': { readonly count: number; readonly total: number }
  'alert.bulk.stageDone': Record<string, never>
  'alert.bulk.stopped': Record<string, never>
  'alert.change.agreed': { readonly changeId: TextParam; readonly says: TextParam }
  'alert.change.alone': { readonly changeId: TextParam; readonly says: TextParam }
  'alert.change.delayed': { readonly changeId: TextParam; readonly from: Date; readonly says: TextParam }
  'alert.change.failed': { readonly changeId: TextParam; readonly reason: TextParam; readonly says: TextParam }
  'alert.change.proposed': { readonly changeId: TextParam; readonly says: TextParam; readonly who: TextParam }
  'alert.change.stopped': { readonly changeId: TextParam; readonly says: TextParam; readonly who: TextParam }
  'alert.channel.added': { readonly address: TextParam; readonly channel: TextParam; readonly kind: TextParam; readonly who: TextParam }
  'alert.channel.dead': { readonly channel: TextParam; readonly count: number; readonly error: TextParam }
  'alert.channel.removed': { readonly channel: TextParam; readonly reason: TextParam; readonly who: TextParam }
  'alert.clock.missed': { readonly caseId: TextParam; readonly dueAt: Date; readonly more: TextParam; readonly policyId: TextParam }
  'alert.clock.more': { readonly count: number }
  'alert.clock.near': { readonly caseId: TextParam; readonly dueAt: Date; readonly more: TextParam; readonly policyId: TextParam }
  'alert.confirm': { readonly enforcementId: TextParam }
  'alert.counterNotice': { readonly enforcementId: TextParam; readonly why: TextParam }
  'alert.deadEnd.noApprover': Record<string, never>
  'alert.deadEnd.noConfirmer': Record<string, never>
  'alert.deadEnd.passed': Record<string, never>
  'alert.deadEnd.waits': { readonly why: TextParam }
  'alert.dismissals': { readonly max: number; readonly who: TextParam }
  'alert.drill.begun': { readonly accountId: TextParam; readonly call: TextParam; readonly drillId: TextParam }
  'alert.drill.call.last-hour': Record<string, never>
  'alert.drill.call.silent-on-call': Record<string, never>
  'alert.drill.call.stolen-session': Record<string, never>
  'alert.drill.call.wrong-takedown': Record<string, never>
  'alert.drill.refused': { readonly drillId: TextParam; readonly why: TextParam }
  'alert.dsa.held': Record<string, never>
  'alert.dsa.refused': Record<string, never>
  'alert.dsa.unauthorised': Record<string, never>
  'alert.dsa.unexpected': { readonly says: TextParam }
  'alert.ended.bulkAction': Record<string, never>
  'alert.ended.earlier': Record<string, never>
  'alert.ended.ground': { readonly ground: TextParam }
  'alert.ended.proposer': Record<string, never>
  'alert.ended.rule': Record<string, never>
  'alert.enrolment.invitedByAdmin': { readonly who: TextParam }
  'alert.enrolment.invitedByCommand': { readonly who: TextParam }
  'alert.enrolment.told': { readonly what: TextParam }
  'alert.exceptionOverdue': { readonly exceptionId: TextParam; readonly policyId: TextParam; readonly reviewBy: Date }
  'alert.fate.declined': { readonly because: TextParam; readonly enforcementId: TextParam }
  'alert.fate.expired': { readonly because: TextParam; readonly enforcementId: TextParam }
  'alert.fate.failed': { readonly enforcementId: TextParam }
  'alert.fate.restored': { readonly cause: TextParam; readonly enforcementId: TextParam }
  'alert.fate.stopped': { readonly because: TextParam; readonly enforcementId: TextParam }
  'alert.fate.superseded': { readonly enforcementId: TextParam }
  'alert.forged': { readonly fault: TextParam; readonly subject: TextParam }
  'alert.freeze.begun': { readonly reason: TextParam; readonly until: Date; readonly who: TextParam }
  'alert.freeze.noReason': Record<string, never>
  'alert.frequent.decline': { readonly count: number; readonly more: TextParam; readonly which: TextParam; readonly who: TextParam }
  'alert.frequent.freeze': { readonly count: number; readonly more: TextParam; readonly which: TextParam; readonly who: TextParam }
  'alert.frequent.restore': { readonly count: number; readonly more: TextParam; readonly which: TextParam; readonly who: TextParam }
  'alert.frequent.stop': { readonly count: number; readonly more: TextParam; readonly which: TextParam; readonly who: TextParam }
  'alert.interim': { readonly action: TextParam; readonly duration: TextParam }
  'alert.journal.generations': { readonly more: TextParam; readonly subjects: TextParam }
  'alert.journal.journal': { readonly subject: TextParam }
  'alert.journal.platform': { readonly subject: TextParam }
  'alert.keyRevoked': { readonly by: TextParam; readonly keyId: TextParam; readonly name: TextParam; readonly reason: TextParam }
  'alert.late': { readonly caseId: TextParam; readonly dueAt: Date }
  'alert.lateRevert': { readonly enforcementId: TextParam }
  'alert.ledger': { readonly detail: TextParam; readonly row: TextParam; readonly table: TextParam }
  'alert.left.cases': { readonly ids: TextParam }
  'alert.left.ended': { readonly left: TextParam; readonly who: TextParam }
  'alert.left.ending': { readonly by: TextParam; readonly until: Date; readonly who: TextParam }
  'alert.left.leaves': { readonly endsAt: Date; readonly who: TextParam }
  'alert.left.nothing': Record<string, never>
  'alert.left.postponed': { readonly by: TextParam; readonly endsAt: Date; readonly who: TextParam }
  'alert.left.restored': { readonly ids: TextParam }
  'alert.left.stopped': { readonly ids: TextParam }
  'alert.letterUndelivered': Record<string, never>
  'alert.look.again': Record<string, never>
  'alert.look.document': Record<string, never>
  'alert.mention': { readonly caseId: TextParam }
  'alert.more': { readonly count: number }
  'alert.notYours': { readonly alertId: TextParam }
  'alert.olderDatabase': Record<string, never>
  'alert.openings.many': { readonly count: number; readonly who: TextParam }
  'alert.openings.severe': { readonly count: number; readonly who: TextParam }
  'alert.orderContested': { readonly orderId: TextParam }
  'alert.orderItemFound': { readonly orderId: TextParam }
  'alert.orderLate': { readonly dueAt: Date; readonly orderId: TextParam }
  'alert.orderSilence': { readonly end: Date; readonly orderId: TextParam; readonly until: Date }
  'alert.orderUnmet': { readonly orderId: TextParam }
  'alert.orderUnresolved': { readonly count: number }
  'alert.orderWhat.illegal_content': Record<string, never>
  'alert.orderWhat.information': Record<string, never>
  'alert.orderWhat.other': Record<string, never>
  'alert.orderWhat.removal_order': Record<string, never>
  'alert.ownAct': { readonly alertId: TextParam }
  'alert.passkey.copied': { readonly credentialId: TextParam; readonly who: TextParam }
  'alert.passkey.first': { readonly fingerprint: TextParam; readonly who: TextParam }
  'alert.passkey.recovered': { readonly fingerprint: TextParam; readonly who: TextParam }
  'alert.passkey.windowEnough': Record<string, never>
  'alert.passkey.windowTime': Record<string, never>
  'alert.reading': { readonly listed: number; readonly opened: number; readonly who: TextParam }
  'alert.recovery.begun': { readonly opensAt: Date; readonly people: TextParam; readonly reason: TextParam }
  'alert.recovery.over': Record<string, never>
  'alert.recovery.stopped': Record<string, never>
  'alert.recovery.used': Record<string, never>
  'alert.reportsWait': Record<string, never>
  'alert.restricted.stopped': { readonly enforcements: TextParam }
  'alert.restricted.told': { readonly by: TextParam; readonly reason: TextParam; readonly stopped: TextParam; readonly who: TextParam }
  'alert.restricted.you': { readonly by: TextParam; readonly staffId: TextParam; readonly stopped: TextParam }
  'alert.returned.changed': Record<string, never>
  'alert.returned.exception': { readonly exceptionId: TextParam; readonly reason: TextParam }
  'alert.review.due': { readonly count: number; readonly more: TextParam; readonly subjects: TextParam }
  'alert.review.missedOnce': { readonly count: number; readonly days: number; readonly more: TextParam; readonly subjects: TextParam }
  'alert.review.missedTwice': { readonly count: number; readonly more: TextParam; readonly subjects: TextParam }
  'alert.second.bulk': { readonly because: TextParam; readonly bulkId: TextParam }
  'alert.second.lessen': { readonly because: TextParam }
  'alert.second.overturn': { readonly because: TextParam }
  'alert.second.restore': { readonly because: TextParam }
  'alert.secondRestoreOf': { readonly enforcementId: TextParam; readonly why: TextParam }
  'alert.senderEnd': { readonly measureId: TextParam }
  'alert.senderGround': { readonly measureId: TextParam }
  'alert.sessions.ended': { readonly by: TextParam; readonly count: number; readonly reason: TextParam; readonly who: TextParam }
  'alert.setAside': Record<string, never>
  'alert.settlement': { readonly body: TextParam; readonly reference: TextParam; readonly settlementId: TextParam }
  'alert.stalled': { readonly priorities: TextParam }
  'alert.unconfirmed': { readonly enforcementId: TextParam }
  'alert.unread': { readonly count: number; readonly since: Date }
  'alert.unsealed': { readonly changeId: TextParam }
  'alert.withheld.concludeFirst': Record<string, never>
  'alert.withheld.notOffered': { readonly says: TextParam }
  'alert.withheld.reviewFirst': Record<string, never>
  'alert.withheld.toldLater': Record<string, never>
  'apiKey.authorityField': Record<string, never>
  'apiKey.byChange': Record<string, never>
  'apiKey.noScope': Record<string, never>
  'apiKey.ordersOnly': Record<string, never>
  'apiKey.reportsOnly': Record<string, never>
  'apiKey.revokedOften': Record<string, never>
  'apiKey.source': Record<string, never>
  'apiKey.sourceField': Record<string, never>
  'apiKey.unknown': { readonly keyId: TextParam }
  'appeal.against': Record<string, never>
  'appeal.answerLate': { readonly appealId: TextParam }
  'appeal.answered': { readonly appealId: TextParam }
  'appeal.askedBefore': Record<string, never>
  'appeal.awaitsAnswer': Record<string, never>
  'appeal.concludeFirst': Record<string, never>
  'appeal.concluded': Record<string, never>
  'appeal.differs': Record<string, never>
  'appeal.ended': { readonly how: TextParam }
  'appeal.final': { readonly appealId: TextParam; readonly enforcementId: TextParam; readonly judgedAt: Date }
  'appeal.followsConclusion': Record<string, never>
  'appeal.how.ended': Record<string, never>
  'appeal.how.lessened': Record<string, never>
  'appeal.how.overturned': Record<string, never>
  'appeal.how.restored': Record<string, never>
  'appeal.how.upheld': Record<string, never>
  'appeal.lesserCountries': Record<string, never>
  'appeal.lesserOfNothing': Record<string, never>
  'appeal.lesserOnly': Record<string, never>
  'appeal.lesserSigned': Record<string, never>
  'appeal.lesserStands': Record<string, never>
  'appeal.namesNoSubject': Record<string, never>
  'appeal.namesNothing': Record<string, never>
  'appeal.newEvidence': { readonly enforcementId: TextParam; readonly judgedAt: Date }
  'appeal.noQuestion': { readonly appealId: TextParam }
  'appeal.notAppeal': { readonly caseId: TextParam }
  'appeal.notAsked.danger': Record<string, never>
  'appeal.notAsked.too_many': Record<string, never>
  'appeal.notInEffect': { readonly enforcementId: TextParam; readonly state: TextParam }
  'appeal.notLesser': Record<string, never>
  'appeal.notStored': { readonly why: TextParam }
  'appeal.open': { readonly appealId: TextParam; readonly enforcementId: TextParam }
  'appeal.party': Record<string, never>
  'appeal.paused': { readonly until: Date }
  'appeal.reopened': { readonly appealId: TextParam }
  'appeal.restricted': Record<string, never>
  'appeal.taken': { readonly id: TextParam }
  'appeal.tooLate': { readonly enforcementId: TextParam }
  'appeal.unknown': { readonly appealId: TextParam }
  'approval.refusal.answered_already': Record<string, never>
  'approval.refusal.clearance': Record<string, never>
  'approval.refusal.confirmed_already': Record<string, never>
  'approval.refusal.denied_action': Record<string, never>
  'approval.refusal.ended': Record<string, never>
  'approval.refusal.fatigue': Record<string, never>
  'approval.refusal.fits_no_clause': Record<string, never>
  'approval.refusal.gave_strikes': Record<string, never>
  'approval.refusal.has_duty': Record<string, never>
  'approval.refusal.incomplete': Record<string, never>
  'approval.refusal.loosened': Record<string, never>
  'approval.refusal.no_duty': Record<string, never>
  'approval.refusal.no_independent_review': Record<string, never>
  'approval.refusal.not_asked': Record<string, never>
  'approval.refusal.not_in_effect': Record<string, never>
  'approval.refusal.not_waiting': Record<string, never>
  'approval.refusal.nothing_to_confirm': Record<string, never>
  'approval.refusal.off_shift': Record<string, never>
  'approval.refusal.on_break': Record<string, never>
  'approval.refusal.opened': Record<string, never>
  'approval.refusal.other_account': Record<string, never>
  'approval.refusal.pair': Record<string, never>
  'approval.refusal.party': Record<string, never>
  'approval.refusal.place': Record<string, never>
  'approval.refusal.platform': Record<string, never>
  'approval.refusal.replaced': Record<string, never>
  'approval.refusal.restricted': Record<string, never>
  'approval.refusal.revealed': Record<string, never>
  'approval.refusal.role': Record<string, never>
  'approval.refusal.standing': Record<string, never>
  'approval.refusal.too_late': Record<string, never>
  'approval.refusal.too_new': Record<string, never>
  'approval.refusal.too_quick': Record<string, never>
  'approval.refusal.too_soon': Record<string, never>
  'approval.refusal.unknown': Record<string, never>
  'approval.refused': { readonly why: TextParam }
  'approval.tooQuick': { readonly seconds: number }
  'atproto.did': Record<string, never>
  'atproto.noKey': { readonly keyId: TextParam }
  'atproto.none': Record<string, never>
  'atproto.otherDid': { readonly did: TextParam }
  'atproto.paused': { readonly until: Date }
  'atproto.retract': Record<string, never>
  'atproto.retractRole': Record<string, never>
  'atproto.starAtEnd': Record<string, never>
  'atproto.token.ahead': Record<string, never>
  'atproto.token.elsewhere': Record<string, never>
  'atproto.token.expired': Record<string, never>
  'atproto.token.otherMethod': Record<string, never>
  'atproto.token.unreadable': Record<string, never>
  'atproto.token.unsigned': Record<string, never>
  'atproto.unresolved': Record<string, never>
  'atproto.uri': Record<string, never>
  'atproto.webSocket': Record<string, never>
  'attention.coop.action': { readonly restriction: TextParam }
  'attention.coop.author': Record<string, never>
  'attention.coop.items': Record<string, never>
  'attention.coop.leftOut': Record<string, never>
  'attention.coop.state': Record<string, never>
  'attention.coop.visible': { readonly field: TextParam }
  'attention.deskFailed': Record<string, never>
  'attention.differs': Record<string, never>
  'attention.doubt': Record<string, never>
  'attention.earlier': Record<string, never>
  'attention.labelTakenBack': Record<string, never>
  'attention.lifted': Record<string, never>
  'attention.mastodon.content': Record<string, never>
  'attention.mastodon.countries': Record<string, never>
  'attention.mastodon.domain': Record<string, never>
  'attention.mastodon.hiddenAlone': Record<string, never>
  'attention.mastodon.label': Record<string, never>
  'attention.mastodon.manyBlocks': Record<string, never>
  'attention.mastodon.notMedia': Record<string, never>
  'attention.mastodon.otherId': Record<string, never>
  'attention.mastodon.rate': { readonly seconds: number }
  'attention.mastodon.remoteLock': Record<string, never>
  'attention.mastodon.remoteWarning': Record<string, never>
  'attention.mastodon.scopes': { readonly missing: TextParam }
  'attention.mastodon.token': { readonly detail: TextParam }
  'attention.notKept': Record<string, never>
  'attention.platform.away': Record<string, never>
  'attention.platform.gone': Record<string, never>
  'attention.platform.late': Record<string, never>
  'attention.platform.moving': Record<string, never>
  'attention.platform.older': Record<string, never>
  'attention.platform.says': { readonly detail: TextParam }
  'attention.platform.status': { readonly status: TextParam }
  'attention.platform.tooMuch': Record<string, never>
  'attention.platform.unknown': { readonly platform: TextParam }
  'attention.platform.unsigned': { readonly fault: TextParam }
  'attention.reachLost': { readonly before: TextParam; readonly days: TextParam; readonly now: TextParam }
  'attention.reachSlow': { readonly before: TextParam; readonly now: TextParam }
  'attention.recovery': Record<string, never>
  'attention.shown': Record<string, never>
  'attention.stricter': Record<string, never>
  'attention.withheld': Record<string, never>
  'authority.registered': { readonly authorityId: TextParam; readonly country: TextParam; readonly name: TextParam }
  'authority.unknown': { readonly authorityId: TextParam }
  'automation.act.hide': { readonly policyId: TextParam; readonly unless: TextParam }
  'automation.act.label': { readonly label: TextParam; readonly policyId: TextParam }
  'automation.act.lasting': { readonly duration: TextParam }
  'automation.act.own': { readonly action: TextParam; readonly lasting: TextParam; readonly policyId: TextParam; readonly with: TextParam }
  'automation.act.propose': { readonly action: TextParam; readonly lasting: TextParam; readonly policyId: TextParam }
  'automation.act.route': { readonly queue: TextParam }
  'automation.act.unless': Record<string, never>
  'automation.act.with': { readonly parameters: TextParam }
  'automation.final': { readonly actions: TextParam }
  'automation.left.final': { readonly action: TextParam }
  'automation.left.foundRight': Record<string, never>
  'automation.left.held': Record<string, never>
  'automation.left.noPolicy': { readonly policyId: TextParam }
  'automation.left.noQueue': { readonly queue: TextParam }
  'automation.left.nothing': { readonly action: TextParam }
  'automation.left.otherAction': { readonly action: TextParam; readonly policyId: TextParam }
  'automation.left.person': Record<string, never>
  'automation.left.spent': Record<string, never>
  'automation.left.undeclared': { readonly action: TextParam }
  'automation.live': { readonly rules: TextParam }
  'automation.noPause': { readonly pauseId: TextParam }
  'automation.noRule': { readonly rule: TextParam; readonly source: TextParam }
  'automation.noSource': { readonly source: TextParam }
  'automation.pauseOver': { readonly pauseId: TextParam }
  'automation.says': { readonly act: TextParam; readonly condition: TextParam }
  'automation.stopped': { readonly name: TextParam }
  'automation.strangers': { readonly owners: TextParam }
  'automation.undeclared': { readonly actions: TextParam }
  'automation.unmet': { readonly why: TextParam }
  'automation.untried': { readonly rules: TextParam }
  'basis.lawOnly': Record<string, never>
  'basis.notHeld': { readonly caseId: TextParam }
  'basis.plain': Record<string, never>
  'basis.required': { readonly what: SelectParam }
  'basis.termsOnly': Record<string, never>
  'basis.violationOnly': Record<string, never>
  'breaker.closed': { readonly breakerId: TextParam }
  'breaker.opened': { readonly breakerId: TextParam; readonly budget: TextParam; readonly spent: TextParam; readonly whose: TextParam }
  'breaker.spent': { readonly enforcements: number; readonly reach: number; readonly within: TextParam }
  'breaker.unknown': { readonly breakerId: TextParam }
  'breaker.whose.automation': { readonly key: TextParam }
  'breaker.whose.bulk_action': Record<string, never>
  'breaker.whose.desk': Record<string, never>
  'breaker.whose.employer': { readonly key: TextParam }
  'breaker.whose.key': { readonly key: TextParam }
  'breaker.whose.source': { readonly key: TextParam }
  'breaker.whose.team': { readonly key: TextParam }
  'budget.either': { readonly left: TextParam; readonly right: TextParam }
  'budget.enforcements': { readonly count: number }
  'budget.reach': { readonly count: number }
  'budget.says': { readonly actions: TextParam; readonly open: TextParam; readonly over: TextParam; readonly who: TextParam; readonly whose: TextParam; readonly within: TextParam }
  'budget.stopLimits': { readonly declines: TextParam; readonly restores: TextParam; readonly stops: number; readonly within: TextParam }
  'budget.who.automation': Record<string, never>
  'budget.who.bulk_action': Record<string, never>
  'budget.who.desk': Record<string, never>
  'budget.who.employer': Record<string, never>
  'budget.who.key': Record<string, never>
  'budget.who.person': Record<string, never>
  'budget.who.source': Record<string, never>
  'budget.who.team': Record<string, never>
  'budget.whose.automation': Record<string, never>
  'budget.whose.bulk_action': Record<string, never>
  'budget.whose.desk': Record<string, never>
  'budget.whose.employer': Record<string, never>
  'budget.whose.key': Record<string, never>
  'budget.whose.person': Record<string, never>
  'budget.whose.source': Record<string, never>
  'budget.whose.team': Record<string, never>
  'bulkAction.atLeastTwo': Record<string, never>
  'bulkAction.bothKinds': Record<string, never>
  'bulkAction.budgets': Record<string, never>
  'bulkAction.findsMany': { readonly limit: number }
  'bulkAction.findsNone': Record<string, never>
  'bulkAction.foundBy': Record<string, never>
  'bulkAction.foundByDesk': Record<string, never>
  'bulkAction.isState': { readonly state: TextParam }
  'bulkAction.judged': Record<string, never>
  'bulkAction.legalDuty': Record<string, never>
  'bulkAction.noSample': { readonly bulkActionId: TextParam; readonly place: TextParam }
  'bulkAction.notLooking': Record<string, never>
  'bulkAction.onAccount': Record<string, never>
  'bulkAction.otherStage': { readonly bulkActionId: TextParam; readonly seen: TextParam; readonly stage: TextParam }
  'bulkAction.refusal.denied_action': Record<string, never>
  'bulkAction.refusal.ended': Record<string, never>
  'bulkAction.refusal.no_independent_review': Record<string, never>
  'bulkAction.refusal.not_waiting': Record<string, never>
  'bulkAction.refusal.off_shift': Record<string, never>
  'bulkAction.refusal.on_break': Record<string, never>
  'bulkAction.refusal.pair': Record<string, never>
  'bulkAction.refusal.party': Record<string, never>
  'bulkAction.refusal.place': Record<string, never>
  'bulkAction.refusal.platform': Record<string, never>
  'bulkAction.refusal.restricted': Record<string, never>
  'bulkAction.refusal.role': Record<string, never>
  'bulkAction.refusal.standing': Record<string, never>
  'bulkAction.refusal.too_late': Record<string, never>
  'bulkAction.refusal.too_new': Record<string, never>
  'bulkAction.refusal.unknown': Record<string, never>
  'bulkAction.refusal.wrong': Record<string, never>
  'bulkAction.refused': { readonly why: TextParam }
  'bulkAction.reversible': Record<string, never>
  'bulkAction.source': Record<string, never>
  'bulkAction.state': { readonly bulkActionId: TextParam; readonly state: TextParam }
  'bulkAction.tooMany': { readonly count: number; readonly limit: number }
  'bulkAction.unknown': { readonly bulkActionId: TextParam }
  'case.clearance': { readonly caseId: TextParam }
  'case.closed': { readonly caseId: TextParam }
  'case.escalated': { readonly caseId: TextParam }
  'case.event.agreed': { readonly answer: TextParam }
  'case.event.foundNothing': Record<string, never>
  'case.event.foundOtherwise': Record<string, never>
  'case.event.notAgreed': { readonly answer: TextParam }
  'case.inQueue': { readonly caseId: TextParam; readonly queue: TextParam }
  'case.needsClearance': { readonly caseId: TextParam; readonly clearance: TextParam }
  'case.noReceiver': { readonly caseId: TextParam; readonly pseudonym: TextParam }
  'case.notHeld': { readonly caseId: TextParam }
  'case.notMoved': { readonly why: TextParam }
  'case.receiverAway': { readonly caseId: TextParam; readonly pseudonym: TextParam }
  'case.unknown': { readonly caseId: TextParam }
  'caseSet.refused': { readonly count: number }
  'caseSet.tooMany': { readonly max: number }
  'caseSet.undone': { readonly setId: TextParam }
  'caseSet.unknown': { readonly setId: TextParam }
  'change.aboutYou': Record<string, never>
  'change.badge': Record<string, never>
  'change.contractorEnd': { readonly pseudonym: TextParam }
  'change.endsByAdmin': Record<string, never>
  'change.endsLater': { readonly endsAt: Date; readonly pseudonym: TextParam }
  'change.hasTag': { readonly account: TextParam; readonly tag: TextParam }
  'change.lacksTag': { readonly account: TextParam; readonly tag: TextParam }
  'change.lastKey': Record<string, never>
  'change.noName': Record<string, never>
  'change.noOther': Record<string, never>
  'change.noTag': { readonly tag: TextParam; readonly tags: TextParam }
  'change.notHere': Record<string, never>
  'change.notSignedHere': Record<string, never>
  'change.notYours': Record<string, never>
  'change.onlyRole': { readonly name: TextParam; readonly pseudonym: TextParam }
  'change.others': { readonly others: TextParam }
  'change.personEnded': { readonly pseudonym: TextParam }
  'change.platforms': Record<string, never>
  'change.proposeRole': Record<string, never>
  'change.pseudonymTaken': { readonly pseudonym: TextParam }
  'change.refusal.about_you': Record<string, never>
  'change.refusal.answered_already': Record<string, never>
  'change.refusal.ended': Record<string, never>
  'change.refusal.for_admin': Record<string, never>
  'change.refusal.had_part': Record<string, never>
  'change.refusal.not_agreed': Record<string, never>
  'change.refusal.not_open': Record<string, never>
  'change.refusal.off_shift': Record<string, never>
  'change.refusal.on_break': Record<string, never>
  'change.refusal.owes_conclusion': Record<string, never>
  'change.refusal.own': Record<string, never>
  'change.refusal.pair': { readonly instead: TextParam }
  'change.refusal.restricted': Record<string, never>
  'change.refusal.role': Record<string, never>
  'change.refusal.sample_not_judged': Record<string, never>
  'change.refusal.sample_wrong': Record<string, never>
  'change.refusal.settlement_party': Record<string, never>
  'change.refusal.standing': Record<string, never>
  'change.refusal.too_late': Record<string, never>
  'change.refusal.too_new': Record<string, never>
  'change.refusal.too_soon': Record<string, never>
  'change.refusal.unknown': Record<string, never>
  'change.refused': { readonly why: TextParam }
  'change.restricted': Record<string, never>
  'change.role': Record<string, never>
  'change.rolesTogether': { readonly pseudonym: TextParam; readonly why: TextParam }
  'change.same.end': { readonly pseudonym: TextParam }
  'change.same.has': { readonly pseudonym: TextParam; readonly right: TextParam }
  'change.same.hasNot': { readonly pseudonym: TextParam; readonly right: TextParam }
  'change.same.team': { readonly pseudonym: TextParam; readonly team: TextParam }
  'change.same.unrestricted': { readonly pseudonym: TextParam }
  'change.sameFloor': { readonly subject: TextParam }
  'change.sameTimes': Record<string, never>
  'change.stale': Record<string, never>
  'change.state': { readonly changeId: TextParam; readonly state: TextParam }
  'change.unchanged': { readonly why: TextParam }
  'change.unknown': { readonly changeId: TextParam }
  'channel.address': Record<string, never>
  'channel.digest': Record<string, never>
  'channel.events': Record<string, never>
  'channel.eventsAlone': Record<string, never>
  'channel.fromEnvironment': Record<string, never>
  'channel.host': { readonly host: TextParam }
  'channel.https': Record<string, never>
  'channel.key': Record<string, never>
  'channel.keyMissing': Record<string, never>
  'channel.keyNeeded': Record<string, never>
  'channel.keyless': Record<string, never>
  'channel.mail': Record<string, never>
  'channel.noEvent': Record<string, never>
  'channel.noMail': Record<string, never>
  'channel.noWebhook': { readonly channelId: TextParam }
  'channel.notHeard': { readonly heard: TextParam; readonly keyId: TextParam; readonly unheard: TextParam }
  'channel.private': Record<string, never>
  'channel.removedAlone': { readonly channelId: TextParam }
  'channel.takesTwo': { readonly channelId: TextParam }
  'channel.tooMany': { readonly limit: number }
  'channel.unknown': { readonly channelId: TextParam }
  'channel.webhook': Record<string, never>
  'chart.dimension': { readonly known: TextParam }
  'claim.free': { readonly caseId: TextParam }
  'claim.held': { readonly cases: TextParam }
  'claim.heldByOther': { readonly caseId: TextParam }
  'claim.lost.asks_more': Record<string, never>
  'claim.lost.closed': Record<string, never>
  'claim.lost.not_held': Record<string, never>
  'claim.lost.ran_out': Record<string, never>
  'claim.lost.taken': Record<string, never>
  'claim.lost.unknown_case': Record<string, never>
  'claim.notAnswered': { readonly why: TextParam }
  'claim.notClaimed': { readonly why: TextParam }
  'claim.notDecided': { readonly why: TextParam }
  'claim.notFitting': { readonly caseId: TextParam }
  'claim.notForYou': { readonly caseId: TextParam }
  'claim.notHere': Record<string, never>
  'claim.notJudged': { readonly why: TextParam }
  'claim.notOnShift': Record<string, never>
  'claim.notPrepared': { readonly why: TextParam }
  'claim.notRenewed': { readonly caseId: TextParam; readonly why: TextParam }
  'claim.notTakenOver': { readonly why: TextParam }
  'claim.notYours': { readonly caseId: TextParam }
  'claim.onBreak': Record<string, never>
  'claim.renewal.clearance': Record<string, never>
  'claim.renewal.closed': Record<string, never>
  'claim.renewal.free': Record<string, never>
  'claim.renewal.taken': Record<string, never>
  'claim.reserved': { readonly caseId: TextParam }
  'claim.spent': { readonly caseId: TextParam; readonly minutes: number }
  'claim.yours': { readonly caseId: TextParam }
  'cli.adminOnly': Record<string, never>
  'cli.demoAway': { readonly url: TextParam; readonly why: TextParam }
  'cli.dsaRole': Record<string, never>
  'cli.howToken': Record<string, never>
  'cli.leadOrAdmin': Record<string, never>
  'cli.noToken': { readonly how: TextParam }
  'cli.notDemo': { readonly status: TextParam; readonly url: TextParam }
  'cli.policyOnly': Record<string, never>
  'cli.roleOrClearance': Record<string, never>
  'cli.signedInConsole': { readonly act: TextParam }
  'cli.unknownToken': { readonly how: TextParam }
  'condition.always': Record<string, never>
  'condition.and': { readonly left: TextParam; readonly right: TextParam }
  'condition.compared.above': { readonly than: number }
  'condition.compared.atLeast': { readonly than: number }
  'condition.compared.atMost': { readonly than: number }
  'condition.compared.below': { readonly than: number }
  'condition.compared.exactly': { readonly than: number }
  'condition.compared.other': { readonly than: number }
  'condition.fact.account.age_days.counted': { readonly amount: TextParam }
  'condition.fact.account.age_days.unknown': Record<string, never>
  'condition.fact.account.bio_domains.counted': { readonly amount: TextParam }
  'condition.fact.account.bio_domains.holds': { readonly many: SelectParam; readonly names: TextParam }
  'condition.fact.account.bio_domains.unknown': Record<string, never>
  'condition.fact.account.handle.named': { readonly name: TextParam }
  'condition.fact.account.handle.unknown': Record<string, never>
  'condition.fact.account.lookalike_reach.counted': { readonly amount: TextParam }
  'condition.fact.account.lookalike_reach.unknown': Record<string, never>
  'condition.fact.account.lookalike_vouched.no': Record<string, never>
  'condition.fact.account.lookalike_vouched.yes': Record<string, never>
  'condition.fact.account.name.named': { readonly name: TextParam }
  'condition.fact.account.name.unknown': Record<string, never>
  'condition.fact.account.pending_enforcements.counted': { readonly amount: TextParam }
  'condition.fact.account.pending_enforcements.unknown': Record<string, never>
  'condition.fact.account.protected.no': Record<string, never>
  'condition.fact.account.protected.yes': Record<string, never>
  'condition.fact.account.reach.counted': { readonly amount: TextParam }
  'condition.fact.account.reach.unknown': Record<string, never>
  'condition.fact.account.reach_bought.no': Record<string, never>
  'condition.fact.account.reach_bought.yes': Record<string, never>
  'condition.fact.account.reach_growth_30d.counted': { readonly amount: TextParam }
  'condition.fact.account.reach_growth_30d.unknown': Record<string, never>
  'condition.fact.account.restores.counted': { readonly amount: TextParam }
  'condition.fact.account.restores.unknown': Record<string, never>
  'condition.fact.account.strikes.counted': { readonly amount: TextParam }
  'condition.fact.account.strikes.unknown': Record<string, never>
  'condition.fact.account.tags.counted': { readonly amount: TextParam }
  'condition.fact.account.tags.holds': { readonly many: SelectParam; readonly names: TextParam }
  'condition.fact.account.tags.unknown': Record<string, never>
  'condition.fact.account.verified.no': Record<string, never>
  'condition.fact.account.verified.yes': Record<string, never>
  'condition.fact.actor.days_since_joining.counted': { readonly amount: TextParam }
  'condition.fact.actor.days_since_joining.unknown': Record<string, never>
  'condition.fact.actor.days_until_leaving.counted': { readonly amount: TextParam }
  'condition.fact.actor.days_until_leaving.unknown': Record<string, never>
  'condition.fact.actor.decisions_1h.counted': { readonly amount: TextParam }
  'condition.fact.actor.decisions_1h.unknown': Record<string, never>
  'condition.fact.actor.declined_30d.counted': { readonly amount: TextParam }
  'condition.fact.actor.declined_30d.unknown': Record<string, never>
  'condition.fact.actor.employer.named': { readonly name: TextParam }
  'condition.fact.actor.employer.unknown': Record<string, never>
  'condition.fact.actor.employment.named': { readonly name: TextParam }
  'condition.fact.actor.employment.unknown': Record<string, never>
  'condition.fact.actor.leaving.no': Record<string, never>
  'condition.fact.actor.leaving.yes': Record<string, never>
  'condition.fact.actor.minutes_on_shift.counted': { readonly amount: TextParam }
  'condition.fact.actor.minutes_on_shift.unknown': Record<string, never>
  'condition.fact.actor.minutes_since_break.counted': { readonly amount: TextParam }
  'condition.fact.actor.minutes_since_break.unknown': Record<string, never>
  'condition.fact.actor.minutes_to_shift_end.counted': { readonly amount: TextParam }
  'condition.fact.actor.minutes_to_shift_end.unknown': Record<string, never>
  'condition.fact.actor.overturned_share_30d.counted': { readonly amount: TextParam }
  'condition.fact.actor.overturned_share_30d.unknown': Record<string, never>
  'condition.fact.actor.restrictive_enforcements_1h.counted': { readonly amount: TextParam }
  'condition.fact.actor.restrictive_enforcements_1h.unknown': Record<string, never>
  'condition.fact.actor.restrictive_reach_1h.counted': { readonly amount: TextParam }
  'condition.fact.actor.restrictive_reach_1h.unknown': Record<string, never>
  'condition.fact.actor.severe_cases_24h.counted': { readonly amount: TextParam }
  'condition.fact.actor.severe_cases_24h.unknown': Record<string, never>
  'condition.fact.actor.sign_in_minutes.counted': { readonly amount: TextParam }
  'condition.fact.actor.sign_in_minutes.unknown': Record<string, never>
  'condition.fact.actor.sign_in_strength.named': { readonly name: TextParam }
  'condition.fact.actor.sign_in_strength.unknown': Record<string, never>
  'condition.fact.case.age_minutes.counted': { readonly amount: TextParam }
  'condition.fact.case.age_minutes.unknown': Record<string, never>
  'condition.fact.case.category.named': { readonly name: TextParam }
  'condition.fact.case.category.unknown': Record<string, never>
  'condition.fact.case.queue.named': { readonly name: TextParam }
  'condition.fact.case.queue.unknown': Record<string, never>
  'condition.fact.case.severity.counted': { readonly amount: TextParam }
  'condition.fact.case.severity.unknown': Record<string, never>
  'condition.fact.desk.badge_is_identity.no': Record<string, never>
  'condition.fact.desk.badge_is_identity.yes': Record<string, never>
  'condition.fact.desk.breakers_open.counted': { readonly amount: TextParam }
  'condition.fact.desk.breakers_open.unknown': Record<string, never>
  'condition.fact.desk.frozen.no': Record<string, never>
  'condition.fact.desk.frozen.yes': Record<string, never>
  'condition.fact.desk.offline_enforcements_1h.counted': { readonly amount: TextParam }
  'condition.fact.desk.offline_enforcements_1h.unknown': Record<string, never>
  'condition.fact.desk.on_duty.counted': { readonly amount: TextParam }
  'condition.fact.desk.on_duty.unknown': Record<string, never>
  'condition.fact.desk.restrictive_enforcements_10m.counted': { readonly amount: TextParam }
  'condition.fact.desk.restrictive_enforcements_10m.unknown': Record<string, never>
  'condition.fact.enforcement.account_items_24h.counted': { readonly amount: TextParam }
  'condition.fact.enforcement.account_items_24h.unknown': Record<string, never>
  'condition.fact.enforcement.account_items_share.counted': { readonly amount: TextParam }
  'condition.fact.enforcement.account_items_share.unknown': Record<string, never>
  'condition.fact.enforcement.evidence_age_hours.counted': { readonly amount: TextParam }
  'condition.fact.enforcement.evidence_age_hours.unknown': Record<string, never>
  'condition.fact.enforcement.legal_duty.no': Record<string, never>
  'condition.fact.enforcement.legal_duty.yes': Record<string, never>
  'condition.fact.enforcement.own_action.named': { readonly name: TextParam }
  'condition.fact.enforcement.own_action.unknown': Record<string, never>
  'condition.fact.enforcement.platform.named': { readonly name: TextParam }
  'condition.fact.enforcement.platform.unknown': Record<string, never>
  'condition.fact.enforcement.review_seconds.counted': { readonly amount: TextParam }
  'condition.fact.enforcement.review_seconds.unknown': Record<string, never>
  'condition.fact.enforcement.seen_seconds.counted': { readonly amount: TextParam }
  'condition.fact.enforcement.seen_seconds.unknown': Record<string, never>
  'condition.fact.enforcement.source.named': { readonly name: TextParam }
  'condition.fact.enforcement.source.unknown': Record<string, never>
  'condition.fact.enforcement.takes.counted': { readonly amount: TextParam }
  'condition.fact.enforcement.takes.holds': { readonly many: SelectParam; readonly names: TextParam }
  'condition.fact.enforcement.takes.unknown': Record<string, never>
  'condition.fact.item.currency.named': { readonly name: TextParam }
  'condition.fact.item.currency.unknown': Record<string, never>
  'condition.fact.item.people.counted': { readonly amount: TextParam }
  'condition.fact.item.people.unknown': Record<string, never>
  'condition.fact.item.price.counted': { readonly amount: TextParam }
  'condition.fact.item.price.unknown': Record<string, never>
  'condition.fact.item.type.named': { readonly name: TextParam }
  'condition.fact.item.type.unknown': Record<string, never>
  'condition.fact.report.categories.counted': { readonly amount: TextParam }
  'condition.fact.report.categories.holds': { readonly many: SelectParam; readonly names: TextParam }
  'condition.fact.report.categories.unknown': Record<string, never>
  'condition.fact.report.count.counted': { readonly amount: TextParam }
  'condition.fact.report.count.unknown': Record<string, never>
  'condition.fact.report.count_1h.counted': { readonly amount: TextParam }
  'condition.fact.report.count_1h.unknown': Record<string, never>
  'condition.fact.report.reporters.counted': { readonly amount: TextParam }
  'condition.fact.report.reporters.unknown': Record<string, never>
  'condition.fact.signal.age_minutes.counted': { readonly amount: TextParam }
  'condition.fact.signal.age_minutes.unknown': Record<string, never>
  'condition.fact.signal.category.named': { readonly name: TextParam }
  'condition.fact.signal.category.unknown': Record<string, never>
  'condition.fact.signal.kind.named': { readonly name: TextParam }
  'condition.fact.signal.kind.unknown': Record<string, never>
  'condition.fact.signal.name.named': { readonly name: TextParam }
  'condition.fact.signal.name.unknown': Record<string, never>
  'condition.fact.signal.score.counted': { readonly amount: TextParam }
  'condition.fact.signal.score.unknown': Record<string, never>
  'condition.fact.signal.version.named': { readonly name: TextParam }
  'condition.fact.signal.version.unknown': Record<string, never>
  'condition.flagUnknown': { readonly flag: TextParam }
  'condition.grouped': { readonly condition: TextParam }
  'condition.named.other': { readonly name: TextParam }
  'condition.named.several': { readonly names: TextParam }
  'condition.not': { readonly condition: TextParam }
  'condition.or': { readonly left: TextParam; readonly right: TextParam }
  'condition.quoted': { readonly name: TextParam }
  'connector.none': Record<string, never>
  'connector.origin': { readonly origin: TextParam; readonly other: TextParam }
  'connector.same': Record<string, never>
  'consumers.tooMany': { readonly noticeId: TextParam }
  'consumers.unknown': { readonly noticeId: TextParam }
  'coop.none': { readonly platform: TextParam }
  'counterNotice.ended': { readonly state: SelectParam }
  'counterNotice.field': Record<string, never>
  'counterNotice.ground.legal_duty': Record<string, never>
  'counterNotice.ground.new_notice': Record<string, never>
  'counterNotice.ground.not_told': Record<string, never>
  'counterNotice.ground.order': Record<string, never>
  'counterNotice.ground.other_report': Record<string, never>
  'counterNotice.ground.two_grounds': Record<string, never>
  'counterNotice.noPolicy': Record<string, never>
  'counterNotice.notStored': { readonly why: TextParam }
  'counterNotice.refusal.no_case': Record<string, never>
  'counterNotice.refusal.no_notice': Record<string, never>
  'counterNotice.refusal.not_in_effect': Record<string, never>
  'counterNotice.refusal.other': Record<string, never>
  'counterNotice.refusal.received': Record<string, never>
  'counterNotice.unknown': { readonly counterNoticeId: TextParam }
  'databaseRecovery.changes': { readonly count: number }
  'databaseRecovery.ledger': { readonly chain: TextParam; readonly kept: TextParam; readonly lost: TextParam }
  'databaseRecovery.over': { readonly recoveryId: TextParam }
  'databaseRecovery.people': { readonly count: number }
  'databaseRecovery.subjects': { readonly count: number }
  'databaseRecovery.unknown': { readonly recoveryId: TextParam }
  'decision.actionUnable': Record<string, never>
  'decision.appeal': { readonly caseId: TextParam }
  'decision.countriesUnable': Record<string, never>
  'decision.countriesUnknown': Record<string, never>
  'decision.guards': Record<string, never>
  'decision.otherDraft': { readonly draftId: TextParam }
  'decision.ownElsewhere': { readonly action: TextParam; readonly platform: TextParam }
  'decision.platformClosed': { readonly platform: TextParam }
  'decision.rules': Record<string, never>
  'decision.tooSlow': Record<string, never>
  'decision.unknownAuthor': Record<string, never>
  'described.account': { readonly accountId: TextParam }
  'described.accountKnown': { readonly accountId: TextParam; readonly handle: TextParam }
  'described.afterConclusion': Record<string, never>
  'described.announced.flagger': { readonly name: TextParam }
  'described.announced.settlement': { readonly settlementId: TextParam }
  'described.announced.stays': Record<string, never>
  'described.announced.tagAdded': { readonly accountId: TextParam; readonly tag: TextParam }
  'described.announced.tagRemoved': { readonly accountId: TextParam; readonly tag: TextParam }
  'described.authority.registered': { readonly contact: TextParam; readonly country: TextParam; readonly name: TextParam }
  'described.authority.revoked': { readonly authorityId: TextParam; readonly country: TextParam; readonly name: TextParam }
  'described.automation.mode.live': Record<string, never>
  'described.automation.mode.shadow': Record<string, never>
  'described.automation.resumeRule': { readonly by: TextParam; readonly reason: TextParam; readonly rule: TextParam; readonly source: TextParam }
  'described.automation.resumeSource': { readonly by: TextParam; readonly reason: TextParam; readonly source: TextParam }
  'described.automation.ruleChanges': { readonly id: TextParam; readonly mode: TextParam }
  'described.automation.ruleGoes': { readonly id: TextParam }
  'described.automation.ruleNew': { readonly id: TextParam; readonly is: TextParam; readonly mode: TextParam }
  'described.automation.ruleSame': { readonly begins: TextParam; readonly is: TextParam }
  'described.automation.ruleTurns': { readonly id: TextParam; readonly mode: TextParam }
  'described.automation.ruleWas': { readonly begins: TextParam; readonly was: TextParam }
  'described.automation.source': { readonly acts: number; readonly owner: TextParam; readonly within: TextParam }
  'described.automation.sourceChanges': { readonly id: TextParam; readonly was: TextParam }
  'described.automation.sourceGoes': { readonly id: TextParam }
  'described.automation.sourceNew': { readonly id: TextParam; readonly is: TextParam }
  'described.badge.declared': Record<string, never>
  'described.badge.takenBack': Record<string, never>
  'described.breaker': { readonly breakerId: TextParam; readonly budget: TextParam; readonly spent: TextParam; readonly whose: TextParam }
  'described.bulk.bound.appeals': { readonly count: TextParam; readonly share: TextParam }
  'described.bulk.bound.guarded': { readonly count: TextParam; readonly share: TextParam }
  'described.bulk.bound.restores': { readonly count: TextParam; readonly share: TextParam }
  'described.bulk.covers': { readonly expires: TextParam; readonly subjects: TextParam }
  'described.bulk.look': { readonly percent: TextParam }
  'described.bulk.off': Record<string, never>
  'described.bulk.percent': { readonly percent: TextParam }
  'described.bulk.sample': { readonly sample: TextParam; readonly wrong: TextParam }
  'described.bulk.steps': { readonly bounds: TextParam; readonly steps: TextParam }
  'described.bulk.then': { readonly left: TextParam; readonly right: TextParam }
  'described.channelRemoval': { readonly address: TextParam; readonly name: TextParam }
  'described.connector.address': { readonly address: TextParam; readonly from: TextParam }
  'described.connector.newPlatform': { readonly address: TextParam; readonly platform: TextParam; readonly secretFingerprint: TextParam }
  'described.connector.platform': { readonly platform: TextParam }
  'described.connector.restart': Record<string, never>
  'described.connector.sameAddress': { readonly address: TextParam }
  'described.connector.sameSecret': Record<string, never>
  'described.connector.secret': { readonly fingerprint: TextParam; readonly from: TextParam }
  'described.connector.settings': { readonly fingerprint: TextParam; readonly from: TextParam }
  'described.denial.nothing': Record<string, never>
  'described.denial.ofRole': Record<string, never>
  'described.denial.role': { readonly role: TextParam }
  'described.denial.says': { readonly about: TextParam; readonly actions: TextParam; readonly from: TextParam }
  'described.denial.stop': Record<string, never>
  'described.denial.waiting': Record<string, never>
  'described.drill.add': { readonly account: TextParam }
  'described.drill.remove': { readonly account: TextParam }
  'described.endPeople.now': { readonly count: number; readonly people: TextParam }
  'described.endPeople.on': { readonly count: number; readonly endsAt: Date; readonly people: TextParam }
  'described.erase.account': { readonly digest: TextParam; readonly erasureId: TextParam }
  'described.erase.contact': { readonly digest: TextParam; readonly erasureId: TextParam }
  'described.erase.flagger': { readonly digest: TextParam; readonly erasureId: TextParam }
  'described.erase.reporter': { readonly digest: TextParam; readonly erasureId: TextParam }
  'described.erase.staff': { readonly digest: TextParam; readonly erasureId: TextParam }
  'described.flagger.changed': { readonly areas: TextParam; readonly contact: TextParam; readonly coordinator: TextParam; readonly email: TextParam; readonly name: TextParam; readonly reference: TextParam; readonly until: Date }
  'described.flagger.registered': { readonly areas: TextParam; readonly contact: TextParam; readonly coordinator: TextParam; readonly email: TextParam; readonly name: TextParam; readonly reference: TextParam; readonly until: Date }
  'described.flagger.suspended': { readonly flaggerId: TextParam; readonly name: TextParam }
  'described.floor.of': { readonly approvals: number; readonly minutes: TextParam }
  'described.floor.says': { readonly before: TextParam; readonly subject: TextParam; readonly wanted: TextParam }
  'described.forAdmins': Record<string, never>
  'described.guards.condition': { readonly said: TextParam; readonly written: TextParam }
  'described.guards.fact': { readonly name: TextParam; readonly value: TextParam }
  'described.guards.isNew': { readonly id: TextParam; readonly is: TextParam }
  'described.guards.less': { readonly less: TextParam; readonly probe: TextParam }
  'described.guards.part.alert': Record<string, never>
  'described.guards.part.assessment': Record<string, never>
  'described.guards.part.confirm': Record<string, never>
  'described.guards.part.hold': Record<string, never>
  'described.guards.part.identify': Record<string, never>
  'described.guards.part.people': Record<string, never>
  'described.guards.probe': { readonly action: TextParam; readonly facts: TextParam }
  'described.guards.says': { readonly actions: TextParam; readonly asks: TextParam; readonly condition: TextParam }
  'described.guards.tried': { readonly count: TextParam; readonly less: TextParam; readonly more: TextParam }
  'described.guards.unknown': Record<string, never>
  'described.guards.unproven': Record<string, never>
  'described.guards.wait': { readonly after: TextParam; readonly before: TextParam }
  'described.harm.alerts': Record<string, never>
  'described.harm.alone': Record<string, never>
  'described.harm.covers': { readonly harm: TextParam; readonly policyId: TextParam }
  'described.harm.name.child_abuse': Record<string, never>
  'described.harm.name.home_address': Record<string, never>
  'described.harm.name.intimate_images': Record<string, never>
  'described.harm.name.suicide_in_progress': Record<string, never>
  'described.harm.name.threat_to_life': Record<string, never>
  'described.harm.none': { readonly policyId: TextParam }
  'described.hold.asked': { readonly whom: TextParam }
  'described.hold.lifted': { readonly hold: TextParam; readonly holdId: TextParam; readonly subject: TextParam }
  'described.hold.noEnd': Record<string, never>
  'described.hold.says': { readonly asked: TextParam; readonly end: TextParam; readonly reason: TextParam }
  'described.hold.until': { readonly until: Date }
  'described.items.actionChanges': { readonly final: TextParam; readonly id: TextParam; readonly on: TextParam; readonly takes: TextParam; readonly took: TextParam; readonly was: TextParam; readonly wasOn: TextParam }
  'described.items.actionGoes': { readonly id: TextParam; readonly was: TextParam }
  'described.items.actionIs': { readonly is: TextParam }
  'described.items.actionNew': { readonly final: TextParam; readonly id: TextParam; readonly is: TextParam; readonly on: TextParam; readonly takes: TextParam }
  'described.items.changes': { readonly id: TextParam }
  'described.items.field': { readonly is: TextParam; readonly name: TextParam; readonly was: TextParam }
  'described.items.final': Record<string, never>
  'described.items.goes': { readonly id: TextParam; readonly was: TextParam }
  'described.items.isNew': { readonly id: TextParam; readonly is: TextParam }
  'described.items.lastGoes': { readonly id: TextParam; readonly was: TextParam }
  'described.items.noField': Record<string, never>
  'described.items.noOffer': Record<string, never>
  'described.items.offer': Record<string, never>
  'described.items.title': { readonly is: TextParam; readonly was: TextParam }
  'described.joined': { readonly sentences: TextParam }
  'described.key.also': { readonly left: TextParam; readonly right: TextParam }
  'described.key.authority': { readonly authorityId: TextParam; readonly country: TextParam; readonly name: TextParam }
  'described.key.flagger': { readonly flaggerId: TextParam; readonly name: TextParam }
  'described.key.may.account_events': Record<string, never>
  'described.key.may.appeals': Record<string, never>
  'described.key.may.enforcements': Record<string, never>
  'described.key.may.events': Record<string, never>
  'described.key.may.export': Record<string, never>
  'described.key.may.facts': Record<string, never>
  'described.key.may.orders': Record<string, never>
  'described.key.may.report': Record<string, never>
  'described.key.may.scim': Record<string, never>
  'described.key.may.signals': Record<string, never>
  'described.key.platform': { readonly platform: TextParam }
  'described.key.says': { readonly fingerprint: TextParam; readonly may: TextParam; readonly name: TextParam; readonly whose: TextParam }
  'described.key.source': { readonly source: TextParam }
  'described.match.begins': { readonly entries: TextParam; readonly name: TextParam; readonly source: TextParam }
  'described.match.effect': Record<string, never>
  'described.match.ends': { readonly name: TextParam; readonly source: TextParam }
  'described.match.hashes': { readonly entriesHash: TextParam; readonly sha256: TextParam }
  'described.none': Record<string, never>
  'described.notices.changes': { readonly name: TextParam; readonly was: TextParam }
  'described.notices.first': Record<string, never>
  'described.notices.goes': { readonly name: TextParam; readonly was: TextParam }
  'described.notices.isNew': { readonly is: TextParam; readonly name: TextParam }
  'described.paragraphs': { readonly paragraphs: TextParam }
  'described.person.added': { readonly cleared: TextParam; readonly employer: TextParam; readonly employment: TextParam; readonly end: TextParam; readonly roles: TextParam; readonly site: TextParam; readonly team: TextParam; readonly who: TextParam }
  'described.person.cleared': { readonly clearances: TextParam }
  'described.person.endLater': { readonly endsAt: Date; readonly from: Date; readonly who: TextParam }
  'described.person.endNone': { readonly from: Date; readonly who: TextParam }
  'described.person.grant': { readonly has: TextParam; readonly name: TextParam; readonly right: SelectParam; readonly who: TextParam }
  'described.person.grantAt': { readonly has: TextParam; readonly name: TextParam; readonly platforms: TextParam; readonly who: TextParam }
  'described.person.noEnd': Record<string, never>
  'described.person.passkey': { readonly fingerprint: TextParam; readonly label: TextParam; readonly who: TextParam }
  'described.person.passkeyRemoval': { readonly credentialId: TextParam; readonly who: TextParam }
  'described.person.revoke': { readonly has: TextParam; readonly name: TextParam; readonly right: SelectParam; readonly who: TextParam }
  'described.person.signOn': { readonly issuer: TextParam; readonly subject: TextParam; readonly who: TextParam }
  'described.person.team': { readonly from: TextParam; readonly to: TextParam; readonly who: TextParam }
  'described.person.token': { readonly days: TextParam; readonly fingerprint: TextParam; readonly label: TextParam; readonly who: TextParam }
  'described.person.uncleared': Record<string, never>
  'described.person.unrestrict': { readonly who: TextParam }
  'described.person.unseal': { readonly who: TextParam }
  'described.person.until': { readonly endsAt: Date }
  'described.policies.also': { readonly left: TextParam; readonly right: TextParam }
  'described.policies.changes': { readonly fields: TextParam; readonly id: TextParam }
  'described.policies.field': { readonly field: TextParam; readonly is: TextParam; readonly was: TextParam }
  'described.policies.goes': { readonly id: TextParam; readonly was: TextParam }
  'described.policies.isNew': { readonly id: TextParam; readonly is: TextParam }
  'described.policies.noReference': Record<string, never>
  'described.policies.reference': { readonly id: TextParam; readonly is: TextParam; readonly kind: SelectParam; readonly was: TextParam }
  'described.profile.goes': { readonly from: TextParam; readonly says: TextParam; readonly to: TextParam }
  'described.profile.metricsHidden': Record<string, never>
  'described.profile.metricsShown': Record<string, never>
  'described.profile.says.community': Record<string, never>
  'described.profile.says.company': Record<string, never>
  'described.profile.says.solo': Record<string, never>
  'described.profile.shadowBegins': Record<string, never>
  'described.profile.shadowEnds': Record<string, never>
  'described.protectList.adds': { readonly count: number; readonly reviewAt: Date; readonly source: TextParam; readonly tag: TextParam }
  'described.protectList.hash': { readonly sha256: TextParam }
  'described.protectList.left': { readonly doubtful: number; readonly tagged: number; readonly unmatched: TextParam }
  'described.queues.changes': { readonly id: TextParam; readonly was: TextParam }
  'described.queues.exposure': { readonly is: TextParam; readonly was: TextParam }
  'described.queues.goes': { readonly id: TextParam }
  'described.queues.isNew': { readonly id: TextParam }
  'described.queues.noRule': Record<string, never>
  'described.queues.qaSamples': { readonly is: TextParam; readonly was: TextParam }
  'described.queues.rule': { readonly conditions: TextParam; readonly queue: TextParam }
  'described.queues.rulesAre': Record<string, never>
  'described.queues.rulesWere': Record<string, never>
  'described.queues.vendors': { readonly is: TextParam; readonly was: TextParam }
  'described.recovery': { readonly lost: TextParam; readonly recoveryId: TextParam }
  'described.retention.entry': { readonly is: number; readonly kind: SelectParam }
  'described.retention.longer': { readonly is: number; readonly kind: SelectParam; readonly was: number }
  'described.retention.shorter': { readonly is: number; readonly kind: SelectParam; readonly was: number }
  'described.review.every': { readonly days: TextParam; readonly from: TextParam }
  'described.review.grace': { readonly days: TextParam; readonly from: TextParam }
  'described.review.lapses': { readonly days: TextParam; readonly from: TextParam }
  'described.ruleSet.changes': { readonly id: TextParam; readonly was: TextParam }
  'described.ruleSet.comparedWith': { readonly version: TextParam }
  'described.ruleSet.goes': { readonly id: TextParam; readonly was: TextParam }
  'described.ruleSet.isNew': { readonly id: TextParam; readonly is: TextParam }
  'described.ruleSet.itIs': { readonly is: TextParam }
  'described.ruleSet.sameBudgets': Record<string, never>
  'described.ruleSet.sameGuards': Record<string, never>
  'described.ruleSet.sameItems': Record<string, never>
  'described.ruleSet.sameNotices': Record<string, never>
  'described.ruleSet.samePolicies': Record<string, never>
  'described.ruleSet.sameQueues': Record<string, never>
  'described.ruleSet.sameRetention': Record<string, never>
  'described.ruleSet.sameRules': Record<string, never>
  'described.ruleSet.takesEffect': { readonly effectiveAt: Date }
  'described.ruleSet.version': { readonly name: TextParam; readonly says: TextParam; readonly version: TextParam }
  'described.ruleSet.withdrawn': { readonly effectiveAt: Date; readonly version: TextParam }
  'described.senderPause': { readonly days: TextParam; readonly markers: TextParam; readonly marks: TextParam; readonly senderId: TextParam; readonly submissions: TextParam }
  'described.settlement': { readonly body: TextParam; readonly decidedOn: TextParam; readonly follows: SelectParam; readonly outcome: SelectParam; readonly reason: TextParam; readonly reference: TextParam; readonly settlementId: TextParam }
  'described.strikes.impact': { readonly accounts: number; readonly asIf: TextParam; readonly points: number; readonly reaching: TextParam }
  'described.strikes.none': Record<string, never>
  'described.strikes.opens': { readonly max: TextParam }
  'described.strikes.thresholds': { readonly is: TextParam; readonly was: TextParam }
  'described.strikes.weights': { readonly id: TextParam; readonly is: TextParam; readonly was: TextParam }
  'described.tag.add': { readonly account: TextParam; readonly tag: TextParam }
  'described.tag.remove': { readonly account: TextParam; readonly rest: TextParam; readonly tag: TextParam }
  'described.tag.removeLast': { readonly account: TextParam; readonly tag: TextParam }
  'described.transparencyReport': { readonly from: TextParam; readonly hash: TextParam; readonly reportId: TextParam; readonly to: TextParam }
  'described.webhookSecret': { readonly address: TextParam; readonly fingerprint: TextParam; readonly name: TextParam }
  'described.window.closes': { readonly says: TextParam; readonly windowId: TextParam }
  'described.window.covers': { readonly accounts: TextParam }
  'described.window.opens': { readonly from: Date; readonly until: Date }
  'described.window.tagged': { readonly tags: TextParam }
  'directory.changed': Record<string, never>
  'directory.externalId': Record<string, never>
  'directory.groupTaken': Record<string, never>
  'directory.invalid': { readonly field: TextParam }
  'directory.noFilter': Record<string, never>
  'directory.noGroup': Record<string, never>
  'directory.noMe': Record<string, never>
  'directory.noMember': Record<string, never>
  'directory.noResource': { readonly kind: TextParam }
  'directory.noUser': Record<string, never>
  'directory.patchOp': Record<string, never>
  'directory.patchOwn': { readonly attribute: TextParam }
  'directory.patchPath': Record<string, never>
  'directory.patchRemove': Record<string, never>
  'directory.patchTarget': Record<string, never>
  'directory.patchValue': Record<string, never>
  'directory.repeated': { readonly attribute: TextParam }
  'directory.userTaken': Record<string, never>
  'draft.accountCase': { readonly action: TextParam }
  'draft.askWhom': Record<string, never>
  'draft.assessment': Record<string, never>
  'draft.country': Record<string, never>
  'draft.decisionOnly': Record<string, never>
  'draft.duration': { readonly action: TextParam }
  'draft.escalateOnly': Record<string, never>
  'draft.exceptionActions': Record<string, never>
  'draft.exceptionOnly': Record<string, never>
  'draft.hideOnly': Record<string, never>
  'draft.kinds': { readonly values: TextParam }
  'draft.label': Record<string, never>
  'draft.labelOnly': Record<string, never>
  'draft.legalOnly': Record<string, never>
  'draft.noActions': { readonly conclusion: TextParam }
  'draft.noDuration': { readonly action: TextParam }
  'draft.noPolicy': Record<string, never>
  'draft.noRecord': Record<string, never>
  'draft.oldCountry': { readonly code: TextParam; readonly today: TextParam }
  'draft.ownBase': { readonly action: TextParam; readonly base: TextParam }
  'draft.ownNone': Record<string, never>
  'draft.ownPlain': Record<string, never>
  'draft.ownType': { readonly values: TextParam }
  'draft.ownUnknown': { readonly values: TextParam }
  'draft.policyActions': { readonly policyId: TextParam; readonly values: TextParam }
  'draft.questionOnly': Record<string, never>
  'draft.record': Record<string, never>
  'draft.someAction': { readonly values: TextParam }
  'draft.twice': Record<string, never>
  'draft.urgency': Record<string, never>
  'drift.endsItself': Record<string, never>
  'drift.notOurs': Record<string, never>
  'drift.over': { readonly driftId: TextParam }
  'drift.platforms': Record<string, never>
  'drift.says.credentials': Record<string, never>
  'drift.says.emptied': Record<string, never>
  'drift.says.gone': Record<string, never>
  'drift.says.handle': Record<string, never>
  'drift.says.limited': Record<string, never>
  'drift.says.locked': Record<string, never>
  'drift.says.offline': Record<string, never>
  'drift.says.raised': Record<string, never>
  'drift.says.reach': Record<string, never>
  'drift.says.unseen': Record<string, never>
  'drift.told.brought_up': { readonly says: TextParam }
  'drift.told.told': { readonly says: TextParam }
  'drift.unknown': { readonly driftId: TextParam }
  'drill.noPolicy': Record<string, never>
  'drill.noSchedule': { readonly scheduleId: TextParam }
  'drill.notAlone': Record<string, never>
  'drill.notPlanned': { readonly drillId: TextParam }
  'drill.protected': { readonly accountId: TextParam }
  'drill.role': Record<string, never>
  'drill.scenario.last-hour': Record<string, never>
  'drill.scenario.silent-on-call': Record<string, never>
  'drill.scenario.stolen-session': Record<string, never>
  'drill.scenario.wrong-takedown': Record<string, never>
  'drill.subjectBusy': Record<string, never>
  'drill.unmarked': { readonly accountId: TextParam }
  'drillAccount.marked': { readonly account: TextParam }
  'drillAccount.protected': { readonly account: TextParam }
  'drillAccount.unmarked': { readonly account: TextParam }
  'electionWindow.empty': Record<string, never>
  'electionWindow.noAccounts': { readonly accounts: TextParam }
  'electionWindow.noTags': { readonly tags: TextParam }
  'electionWindow.notOpen': { readonly windowId: TextParam }
  'electionWindow.order': Record<string, never>
  'electionWindow.tooLong': { readonly limit: number }
  'electionWindow.unknown': { readonly windowId: TextParam }
  'endList.empty': Record<string, never>
  'endList.ended': { readonly pseudonym: TextParam }
  'endList.more': { readonly count: number }
  'endList.noField': { readonly field: TextParam; readonly fields: TextParam }
  'endList.noRows': Record<string, never>
  'endList.notCsv': { readonly why: TextParam }
  'endList.refused': { readonly faults: TextParam; readonly name: TextParam }
  'endList.row': { readonly field: TextParam; readonly line: number; readonly why: TextParam }
  'endList.tooMany': { readonly limit: number; readonly rows: number }
  'endList.twice': { readonly line: number; readonly pseudonym: TextParam }
  'endList.unknown': { readonly person: TextParam }
  'enforcement.assessed': { readonly enforcementId: TextParam }
  'enforcement.changed': { readonly enforcementId: TextParam }
  'enforcement.noReach': { readonly enforcementId: TextParam; readonly state: TextParam }
  'enforcement.notAsked': { readonly enforcementId: TextParam }
  'enforcement.notProposer': { readonly enforcementId: TextParam }
  'enforcement.notUndone': { readonly enforcementId: TextParam; readonly why: TextParam }
  'enforcement.notWaiting': { readonly enforcementId: TextParam; readonly state: TextParam }
  'enforcement.unknown': { readonly enforcementId: TextParam }
  'enforcement.whyNotUndone.hijack': Record<string, never>
  'enforcement.whyNotUndone.match': Record<string, never>
  'enforcement.whyNotUndone.noGround': Record<string, never>
  'erasure.done': { readonly erasureId: TextParam }
  'erasure.forAdmins': Record<string, never>
  'erasure.ownAct': Record<string, never>
  'erasure.refusal.active': Record<string, never>
  'erasure.refusal.appeal': Record<string, never>
  'erasure.refusal.authority': Record<string, never>
  'erasure.refusal.case': Record<string, never>
  'erasure.refusal.clock': Record<string, never>
  'erasure.refusal.enforcement': Record<string, never>
  'erasure.refusal.hold': Record<string, never>
  'erasure.refusal.pause': Record<string, never>
  'erasure.refusal.protected': Record<string, never>
  'erasure.refusal.signed': Record<string, never>
  'erasure.refusal.works': Record<string, never>
  'erasure.refused': { readonly why: TextParam }
  'erasure.unknown': { readonly erasureId: TextParam }
  'erasure.unknownPerson': Record<string, never>
  'escalation.agreedOnly': Record<string, never>
  'escalation.exception': Record<string, never>
  'escalation.none': { readonly caseId: TextParam }
  'event.closing': Record<string, never>
  'event.tooMany': { readonly limit: number }
  'exception.ended': { readonly exceptionId: TextParam }
  'exception.none': { readonly caseId: TextParam }
  'exception.reviewBy': { readonly limit: number }
  'exception.unknown': { readonly exceptionId: TextParam }
  'export.ahead': { readonly after: number; readonly last: number }
  'export.otherChain': { readonly after: number }
  'export.running': { readonly limit: number }
  'fact.doc.account.age_days': Record<string, never>
  'fact.doc.account.bio_domains': Record<string, never>
  'fact.doc.account.handle': Record<string, never>
  'fact.doc.account.lookalike_reach': Record<string, never>
  'fact.doc.account.lookalike_vouched': Record<string, never>
  'fact.doc.account.name': Record<string, never>
  'fact.doc.account.pending_enforcements': Record<string, never>
  'fact.doc.account.reach': Record<string, never>
  'fact.doc.account.reach_bought': Record<string, never>
  'fact.doc.account.reach_growth_30d': Record<string, never>
  'fact.doc.account.restores': Record<string, never>
  'fact.doc.account.strikes': Record<string, never>
  'fact.doc.account.tags': Record<string, never>
  'fact.doc.account.verified': Record<string, never>
  'fact.doc.actor.days_since_joining': Record<string, never>
  'fact.doc.actor.days_until_leaving': Record<string, never>
  'fact.doc.actor.decisions_1h': Record<string, never>
  'fact.doc.actor.declined_30d': Record<string, never>
  'fact.doc.actor.employer': Record<string, never>
  'fact.doc.actor.employment': Record<string, never>
  'fact.doc.actor.leaving': Record<string, never>
  'fact.doc.actor.minutes_on_shift': Record<string, never>
  'fact.doc.actor.minutes_since_break': Record<string, never>
  'fact.doc.actor.minutes_to_shift_end': Record<string, never>
  'fact.doc.actor.overturned_share_30d': Record<string, never>
  'fact.doc.actor.restrictive_enforcements_1h': Record<string, never>
  'fact.doc.actor.restrictive_reach_1h': Record<string, never>
  'fact.doc.actor.severe_cases_24h': Record<string, never>
  'fact.doc.actor.sign_in_minutes': Record<string, never>
  'fact.doc.actor.sign_in_strength': Record<string, never>
  'fact.doc.desk.badge_is_identity': Record<string, never>
  'fact.doc.desk.breakers_open': Record<string, never>
  'fact.doc.desk.frozen': Record<string, never>
  'fact.doc.desk.offline_enforcements_1h': Record<string, never>
  'fact.doc.desk.on_duty': Record<string, never>
  'fact.doc.desk.restrictive_enforcements_10m': Record<string, never>
  'fact.doc.enforcement.account_items_24h': Record<string, never>
  'fact.doc.enforcement.account_items_share': Record<string, never>
  'fact.doc.enforcement.evidence_age_hours': Record<string, never>
  'fact.doc.enforcement.legal_duty': Record<string, never>
  'fact.doc.enforcement.own_action': Record<string, never>
  'fact.doc.enforcement.platform': Record<string, never>
  'fact.doc.enforcement.review_seconds': Record<string, never>
  'fact.doc.enforcement.seen_seconds': Record<string, never>
  'fact.doc.enforcement.source': Record<string, never>
  'fact.doc.enforcement.takes': Record<string, never>
  'fact.doc.item.currency': Record<string, never>
  'fact.doc.item.people': Record<string, never>
  'fact.doc.item.price': Record<string, never>
  'fact.doc.item.type': Record<string, never>
  'fact.purpose.employer': Record<string, never>
  'fact.purpose.emptied': Record<string, never>
  'fact.purpose.haste': Record<string, never>
  'fact.purpose.imitation': Record<string, never>
  'fact.purpose.item': Record<string, never>
  'fact.purpose.last_day': Record<string, never>
  'fact.purpose.law': Record<string, never>
  'fact.purpose.mistakes': Record<string, never>
  'fact.purpose.own_action': Record<string, never>
  'fact.purpose.passed': Record<string, never>
  'fact.purpose.pending': Record<string, never>
  'fact.purpose.people': Record<string, never>
  'fact.purpose.platform': Record<string, never>
  'fact.purpose.repeated': Record<string, never>
  'fact.purpose.session': Record<string, never>
  'fact.purpose.spree': Record<string, never>
  'fact.purpose.takedowns': Record<string, never>
  'fact.purpose.unseen': Record<string, never>
  'fact.purpose.voice': Record<string, never>
  'fact.unit.breakers': Record<string, never>
  'fact.unit.cases': Record<string, never>
  'fact.unit.days': Record<string, never>
  'fact.unit.decisions': Record<string, never>
  'fact.unit.enforcements': Record<string, never>
  'fact.unit.hours': Record<string, never>
  'fact.unit.items': Record<string, never>
  'fact.unit.minutes': Record<string, never>
  'fact.unit.people': Record<string, never>
  'fact.unit.points': Record<string, never>
  'fact.unit.seconds': Record<string, never>
  'fact.unit.share': Record<string, never>
  'fact.unit.times': Record<string, never>
  'facts.notStored': { readonly why: TextParam }
  'facts.otherAuthor': Record<string, never>
  'field.badAddress': Record<string, never>
  'field.base64': Record<string, never>
  'field.both': { readonly details: TextParam }
  'field.bytesMax': { readonly limit: number }
  'field.contentLength': Record<string, never>
  'field.countryCode': Record<string, never>
  'field.cursor': Record<string, never>
  'field.dataAddress': Record<string, never>
  'field.day': Record<string, never>
  'field.empty': Record<string, never>
  'field.evidenceBytes': Record<string, never>
  'field.evidenceHash': Record<string, never>
  'field.evidencePlace': Record<string, never>
  'field.fact': { readonly type: TextParam }
  'field.factsAt': Record<string, never>
  'field.format': { readonly format: TextParam }
  'field.future': Record<string, never>
  'field.handleUnknown': Record<string, never>
  'field.hashedHere': Record<string, never>
  'field.inFuture': Record<string, never>
  'field.invalid': Record<string, never>
  'field.itemOfContent': Record<string, never>
  'field.itemType': { readonly known: TextParam }
  'field.lastDay': Record<string, never>
  'field.lineType': Record<string, never>
  'field.listed': Record<string, never>
  'field.loneSurrogate': Record<string, never>
  'field.longId': Record<string, never>
  'field.maxItems': { readonly limit: number }
  'field.maxLength': { readonly limit: number }
  'field.maxProperties': { readonly limit: number }
  'field.maximum': { readonly limit: TextParam }
  'field.mediaHash': Record<string, never>
  'field.minItems': { readonly limit: number }
  'field.minLength': { readonly limit: number }
  'field.minProperties': { readonly limit: number }
  'field.minimum': { readonly limit: TextParam }
  'field.missing': Record<string, never>
  'field.mustBe': { readonly values: TextParam }
  'field.nested': { readonly limit: TextParam }
  'field.noItemTypes': Record<string, never>
  'field.noPlatform': { readonly platform: TextParam }
  'field.noSuchTime': Record<string, never>
  'field.notBefore': { readonly other: TextParam }
  'field.notJson': Record<string, never>
  'field.notObject': Record<string, never>
  'field.notUtf8': Record<string, never>
  'field.nullCharacter': Record<string, never>
  'field.oneOf': { readonly values: TextParam }
  'field.other': { readonly said: TextParam }
  'field.otherAccount': Record<string, never>
  'field.otherHandle': { readonly handle: TextParam }
  'field.otherPlatform': { readonly platform: TextParam }
  'field.otherSpelling': { readonly id: TextParam }
  'field.pattern': { readonly pattern: TextParam }
  'field.platformSource': Record<string, never>
  'field.received': Record<string, never>
  'field.receivedNow': Record<string, never>
  'field.repeated': Record<string, never>
  'field.repeatsName': Record<string, never>
  'field.restrictedBytes': Record<string, never>
  'field.restrictionKind': { readonly kind: SelectParam }
  'field.restrictionLabel': Record<string, never>
  'field.time': Record<string, never>
  'field.timeBetween': { readonly first: TextParam; readonly last: TextParam }
  'field.timeOfDay': Record<string, never>
  'field.type.array': Record<string, never>
  'field.type.boolean': Record<string, never>
  'field.type.integer': Record<string, never>
  'field.type.null': Record<string, never>
  'field.type.number': Record<string, never>
  'field.type.object': Record<string, never>
  'field.type.string': Record<string, never>
  'field.unknown': Record<string, never>
  'field.webAddress': Record<string, never>
  'field.weekday': Record<string, never>
  'field.wrongType': Record<string, never>
  'field.zone': Record<string, never>
  'filter.attributes': { readonly names: TextParam }
  'filter.endsEarly': Record<string, never>
  'filter.extra': Record<string, never>
  'filter.flag': Record<string, never>
  'filter.nested': { readonly limit: number }
  'filter.noBracket': { readonly bracket: TextParam }
  'filter.noName': Record<string, never>
  'filter.noOperator': Record<string, never>
  'filter.noValue': Record<string, never>
  'filter.null': Record<string, never>
  'filter.text': Record<string, never>
  'filter.time': Record<string, never>
  'filter.timePart': Record<string, never>
  'filter.tooLong': { readonly limit: number }
  'filter.unreadable': { readonly position: number }
  'flagger.emailTaken': { readonly flaggerId: TextParam; readonly name: TextParam }
  'flagger.expiry': { readonly days: TextParam }
  'flagger.isSuspended': { readonly flaggerId: TextParam }
  'flagger.unknown': { readonly flaggerId: TextParam }
  'freeze.over': { readonly freezeId: TextParam }
  'freeze.reasonGiven': { readonly freezeId: TextParam }
  'freeze.refusal.notAuthor': Record<string, never>
  'freeze.refusal.notTheirs': Record<string, never>
  'freeze.refusal.offDuty': Record<string, never>
  'freeze.refusal.own': Record<string, never>
  'freeze.refusal.restricted': Record<string, never>
  'freeze.refusal.role': Record<string, never>
  'freeze.refusal.unexplained': Record<string, never>
  'freeze.refused': { readonly why: TextParam }
  'freeze.unknown': { readonly freezeId: TextParam }
  'ground.mayNot': Record<string, never>
  'ground.mayNotLock': Record<string, never>
  'ground.name.document': Record<string, never>
  'ground.name.harm': Record<string, never>
  'ground.name.hijack': Record<string, never>
  'ground.name.match': Record<string, never>
  'ground.name.order': Record<string, never>
  'ground.notProtected': Record<string, never>
  'ground.unproved.document': Record<string, never>
  'ground.unproved.harm': Record<string, never>
  'ground.unproved.hijack': Record<string, never>
  'ground.unproved.match': Record<string, never>
  'ground.unproved.order': Record<string, never>
  'harmPolicy.same': { readonly policyId: TextParam }
  'health.database': Record<string, never>
  'health.parts': Record<string, never>
  'hold.none': { readonly holdId: TextParam }
  'hold.over': { readonly holdId: TextParam }
  'hold.unknown': { readonly holdId: TextParam }
  'import.file.empty': Record<string, never>
  'import.file.folder': Record<string, never>
  'import.file.missing': Record<string, never>
  'import.file.notRead': { readonly file: TextParam; readonly why: TextParam }
  'import.file.special': Record<string, never>
  'import.keyRevoked': { readonly keyId: TextParam; readonly name: TextParam }
  'import.running': Record<string, never>
  'incident.answered.agree': Record<string, never>
  'incident.answered.confirm': Record<string, never>
  'incident.answered.decline': Record<string, never>
  'incident.answered.duty': Record<string, never>
  'incident.gap': { readonly minutes: number }
  'incident.mark.accepted': Record<string, never>
  'incident.mark.alerted': { readonly because: TextParam }
  'incident.mark.asked': { readonly action: TextParam }
  'incident.mark.broughtBack': Record<string, never>
  'incident.mark.disagreed': Record<string, never>
  'incident.mark.joined': Record<string, never>
  'incident.mark.offered': Record<string, never>
  'incident.mark.reached': Record<string, never>
  'incident.mark.reachedReach': { readonly reach: number }
  'incident.mark.restoreAsked': Record<string, never>
  'incident.mark.whole': { readonly reach: number }
  'incident.missing.alert': Record<string, never>
  'incident.missing.approval': Record<string, never>
  'incident.missing.confirmation': Record<string, never>
  'incident.missing.hold': Record<string, never>
  'incident.missing.silence': Record<string, never>
  'incident.moved.awaiting_approval': Record<string, never>
  'incident.moved.confirmed': Record<string, never>
  'incident.moved.declined': Record<string, never>
  'incident.moved.expired': Record<string, never>
  'incident.moved.failed': Record<string, never>
  'incident.moved.held': Record<string, never>
  'incident.moved.in_effect': Record<string, never>
  'incident.moved.releasing': Record<string, never>
  'incident.moved.restored': Record<string, never>
  'incident.moved.restoring': Record<string, never>
  'incident.moved.stopped': Record<string, never>
  'incident.moved.superseded': Record<string, never>
  'incident.none': { readonly enforcementId: TextParam }
  'incident.public.drill': Record<string, never>
  'incident.public.hours': { readonly hours: number }
  'incident.public.hoursMinutes': { readonly hours: TextParam; readonly minutes: TextParam }
  'incident.public.line.back': { readonly at: Date }
  'incident.public.line.offline': { readonly at: Date }
  'incident.public.line.restore_asked': { readonly at: Date }
  'incident.public.line.whole': { readonly at: Date }
  'incident.public.minutes': { readonly minutes: number }
  'incident.public.minutesSeconds': { readonly minutes: TextParam; readonly seconds: TextParam }
  'incident.public.never': Record<string, never>
  'incident.public.ongoing': { readonly from: Date; readonly length: TextParam }
  'incident.public.restored': { readonly from: Date; readonly length: TextParam }
  'incident.public.seconds': { readonly seconds: number }
  'incident.public.text': { readonly lines: TextParam }
  'incident.public.visible': { readonly from: Date; readonly length: TextParam }
  'incident.reviewFirst': Record<string, never>
  'interim.bound': Record<string, never>
  'interim.lockOnly': Record<string, never>
  'interim.notNeeded': Record<string, never>
  'interim.notRead': { readonly flaw: TextParam }
  'interim.reason': Record<string, never>
  'interim.same': { readonly enforcementId: TextParam }
  'interim.unknownAuthor': Record<string, never>
  'invitation.ended': { readonly pseudonym: TextParam }
  'invitation.firstAdmin': { readonly person: TextParam }
  'invitation.noTerminal': Record<string, never>
  'invitation.over': { readonly invitationId: TextParam }
  'invitation.unknown': { readonly invitationId: TextParam }
  'isolated.notRead': { readonly why: TextParam }
  'isolated.ownRunning': Record<string, never>
  'isolated.queueFull': Record<string, never>
  'isolated.tooDemanding': { readonly what: SelectParam }
  'isolated.why.noTime': Record<string, never>
  'isolated.why.notStarted': Record<string, never>
  'keyList.first': { readonly version: TextParam }
  'keyList.notNewest': { readonly version: TextParam }
  'keyList.tooFew': { readonly needed: number; readonly signatures: number; readonly version: TextParam }
  'ledger.noCheckpoint': { readonly place: TextParam }
  'ledger.tooSlow': Record<string, never>
  'ledger.unknown': { readonly number: TextParam }
  'ledger.unreadable': { readonly file: TextParam; readonly why: TextParam }
  'mastodon.entity': Record<string, never>
  'mastodon.none': Record<string, never>
  'mastodon.revoked': { readonly keyId: TextParam }
  'mastodon.scope': { readonly keyId: TextParam; readonly scope: TextParam }
  'mastodon.unsigned': Record<string, never>
  'match.account': { readonly caseId: TextParam }
  'match.busy': Record<string, never>
  'match.noMedia': Record<string, never>
  'match.notHeld': { readonly caseId: TextParam }
  'matchList.agreed': { readonly listId: TextParam }
  'matchList.changed': Record<string, never>
  'matchList.empty': { readonly listId: TextParam }
  'matchList.entry': { readonly line: TextParam }
  'matchList.noEntries': Record<string, never>
  'matchList.notInForce': { readonly listId: TextParam }
  'matchList.old': { readonly listId: TextParam }
  'matchList.refused': { readonly why: TextParam }
  'matchList.repeats': Record<string, never>
  'matchList.tooLong': { readonly limit: number }
  'matchList.unknown': { readonly listId: TextParam }
  'media.busy': Record<string, never>
  'media.clearance': Record<string, never>
  'media.failed': { readonly why: TextParam }
  'media.gone': Record<string, never>
  'media.noBytes': Record<string, never>
  'media.noRestricted': { readonly caseId: TextParam; readonly pieceId: TextParam }
  'media.notStreamed': Record<string, never>
  'media.otherHash': Record<string, never>
  'media.restricted': Record<string, never>
  'media.tooLarge': { readonly limit: number }
  'media.type': { readonly mediaType: TextParam }
  'media.typeOfPlatform': Record<string, never>
  'media.unanswered': Record<string, never>
  'media.unknown': { readonly caseId: TextParam; readonly mediaId: TextParam }
  'misuse.mark.alwaysReceived': Record<string, never>
  'misuse.mark.marked': Record<string, never>
  'misuse.mark.notAllowed': Record<string, never>
  'misuse.mark.notAtWork': Record<string, never>
  'misuse.mark.notDecided': Record<string, never>
  'misuse.mark.notIllegal': Record<string, never>
  'misuse.mark.tooMany': Record<string, never>
  'misuse.mark.tooOld': Record<string, never>
  'misuse.mark.unknown': Record<string, never>
  'misuse.mark.unknownId': { readonly markId: TextParam }
  'misuse.mark.unknownSender': Record<string, never>
  'misuse.measure.judged': { readonly measureId: TextParam }
  'misuse.measure.noAppeal': { readonly measureId: TextParam }
  'misuse.measure.over': { readonly measureId: TextParam }
  'misuse.measure.party': Record<string, never>
  'misuse.measure.unknown': { readonly measureId: TextParam }
  'misuse.pause.days': { readonly days: TextParam }
  'misuse.pause.flagger': Record<string, never>
  'misuse.pause.notWarned': Record<string, never>
  'misuse.pause.oneMarker': Record<string, never>
  'misuse.pause.paused': Record<string, never>
  'misuse.pause.stopped': Record<string, never>
  'misuse.pause.tooFew': Record<string, never>
  'misuse.pause.unknown': Record<string, never>
  'misuse.sender.unknown': { readonly senderId: TextParam }
  'misuse.warning.flagger': Record<string, never>
  'misuse.warning.notAllowed': Record<string, never>
  'misuse.warning.ownMarks': Record<string, never>
  'misuse.warning.tooFew': Record<string, never>
  'misuse.warning.unknown': Record<string, never>
  'misuse.warning.warned': Record<string, never>
  'note.appeal': Record<string, never>
  'note.mention': { readonly caseId: TextParam; readonly pseudonym: TextParam }
  'note.tooMany': { readonly max: number }
  'noticeList.sender': Record<string, never>
  'noticeList.to': Record<string, never>
  'noticeList.tooSlow': Record<string, never>
  'offboarding.endPassed': { readonly endsAt: Date }
  'offboarding.endsSooner': { readonly pseudonym: TextParam }
  'offboarding.gone': { readonly people: TextParam }
  'offboarding.limit': { readonly pseudonym: TextParam }
  'offboarding.notPostponed': Record<string, never>
  'offboarding.noticeLimit': Record<string, never>
  'offboarding.otherKind': { readonly pseudonym: TextParam }
  'offboarding.ownEnd': Record<string, never>
  'offboarding.ownPostpone': Record<string, never>
  'offboarding.ownRights': Record<string, never>
  'offboarding.restrictRole': Record<string, never>
  'offboarding.restricted': { readonly pseudonym: TextParam }
  'offboarding.withinHour': Record<string, never>
  'offboarding.yourself': Record<string, never>
  'offer.answered': Record<string, never>
  'offer.notOffered': Record<string, never>
  'offer.notPending': { readonly enforcementId: TextParam; readonly state: TextParam }
  'offer.notRevealed': Record<string, never>
  'offer.notYours': Record<string, never>
  'offer.reviewed': Record<string, never>
  'offer.whichAccount': Record<string, never>
  'opening.noSubject': { readonly subject: TextParam }
  'opening.tooMany': { readonly max: number }
  'opening.unread': Record<string, never>
  'order.act.absent': { readonly kind: TextParam }
  'order.act.ground': { readonly kind: TextParam }
  'order.act.needed': { readonly kind: TextParam }
  'order.authority': Record<string, never>
  'order.authorityOfKey': Record<string, never>
  'order.beforeReceipt': Record<string, never>
  'order.document': Record<string, never>
  'order.noDocument': { readonly id: TextParam }
  'order.noItem': Record<string, never>
  'order.notByKey': Record<string, never>
  'order.policy': Record<string, never>
  'order.refused.answered': Record<string, never>
  'order.refused.contested': Record<string, never>
  'order.refused.erased': Record<string, never>
  'order.refused.notContested': Record<string, never>
  'order.refused.notOffline': Record<string, never>
  'order.refused.removal': Record<string, never>
  'order.refused.role': Record<string, never>
  'order.refused.silence': Record<string, never>
  'order.refused.silenceAlone': Record<string, never>
  'order.refused.silenceConfirmed': Record<string, never>
  'order.refused.until': Record<string, never>
  'order.refused.verified': Record<string, never>
  'order.taken': { readonly id: TextParam; readonly reference: TextParam }
  'order.tooFar': Record<string, never>
  'order.tooMany': { readonly count: TextParam }
  'order.tooOld': Record<string, never>
  'order.unknown': { readonly orderId: TextParam }
  'order.verifiedByKey': Record<string, never>
  'outside.address': Record<string, never>
  'outside.digest.line': { readonly count: TextParam; readonly says: TextParam }
  'outside.digest.text': { readonly count: number }
  'outside.digest.title': { readonly count: number }
  'outside.drill': Record<string, never>
  'outside.open': Record<string, never>
  'outside.says.acts_alone': Record<string, never>
  'outside.says.approver': Record<string, never>
  'outside.says.asked': Record<string, never>
  'outside.says.authority_order': Record<string, never>
  'outside.says.automation': Record<string, never>
  'outside.says.breaker': Record<string, never>
  'outside.says.budget': Record<string, never>
  'outside.says.bulk_action': Record<string, never>
  'outside.says.change': Record<string, never>
  'outside.says.channel': Record<string, never>
  'outside.says.channel_removal': Record<string, never>
  'outside.says.clock': Record<string, never>
  'outside.says.clock_missed': Record<string, never>
  'outside.says.confirm': Record<string, never>
  'outside.says.counter_notice': Record<string, never>
  'outside.says.disagrees': Record<string, never>
  'outside.says.dismissals': Record<string, never>
  'outside.says.drill': Record<string, never>
  'outside.says.drill_refused': Record<string, never>
  'outside.says.dsa': Record<string, never>
  'outside.says.enrolment': Record<string, never>
  'outside.says.exception': Record<string, never>
  'outside.says.fate': Record<string, never>
  'outside.says.freeze': Record<string, never>
  'outside.says.interim': Record<string, never>
  'outside.says.journal': Record<string, never>
  'outside.says.key_revoked': Record<string, never>
  'outside.says.late': Record<string, never>
  'outside.says.ledger': Record<string, never>
  'outside.says.left': Record<string, never>
  'outside.says.letter_undelivered': Record<string, never>
  'outside.says.look': Record<string, never>
  'outside.says.mention': Record<string, never>
  'outside.says.no_approver': Record<string, never>
  'outside.says.offline': Record<string, never>
  'outside.says.openings': Record<string, never>
  'outside.says.passkey': Record<string, never>
  'outside.says.reading': Record<string, never>
  'outside.says.recovery': Record<string, never>
  'outside.says.reports_wait': Record<string, never>
  'outside.says.restore': Record<string, never>
  'outside.says.restricted': Record<string, never>
  'outside.says.review': Record<string, never>
  'outside.says.review_missed': Record<string, never>
  'outside.says.sessions': Record<string, never>
  'outside.says.set_aside': Record<string, never>
  'outside.says.settlement': Record<string, never>
  'outside.says.stalled': Record<string, never>
  'outside.says.unconfirmed': Record<string, never>
  'outside.says.unread': Record<string, never>
  'outside.test.text': { readonly channel: TextParam }
  'outside.test.title': Record<string, never>
  'outside.toldLater': Record<string, never>
  'outside.urgent': { readonly says: TextParam }
  'passkey.changed': Record<string, never>
  'passkey.invalid': Record<string, never>
  'passkey.noInvitation': Record<string, never>
  'passkey.none': Record<string, never>
  'passkey.taken': Record<string, never>
  'period.from': Record<string, never>
  'period.tooLong': { readonly limit: number }
  'period.tooSlow': Record<string, never>
  'person.adminEnforces': Record<string, never>
  'person.auditorAlone': Record<string, never>
  'person.clearance': { readonly name: TextParam }
  'person.contractorEnd': Record<string, never>
  'person.endBeforeStart': Record<string, never>
  'person.invalid': { readonly problems: TextParam }
  'person.language': { readonly tag: TextParam }
  'person.noRole': Record<string, never>
  'person.pseudonym': Record<string, never>
  'preview.notHeld': { readonly caseId: TextParam }
  'preview.required': { readonly why: TextParam }
  'preview.why.changed': Record<string, never>
  'preview.why.easilyMistaken': Record<string, never>
  'preview.why.old': Record<string, never>
  'preview.why.otherToken': Record<string, never>
  'preview.why.othersAsked': Record<string, never>
  'problem.backToSignIn': Record<string, never>
  'problem.noPage': Record<string, never>
  'problem.openStart': Record<string, never>
  'problem.title.changed_since': Record<string, never>
  'problem.title.conflict': Record<string, never>
  'problem.title.header_too_large': Record<string, never>
  'problem.title.internal': Record<string, never>
  'problem.title.invalid_input': Record<string, never>
  'problem.title.not_allowed': Record<string, never>
  'problem.title.not_found': Record<string, never>
  'problem.title.not_implemented': Record<string, never>
  'problem.title.not_signed_in': Record<string, never>
  'problem.title.refused': Record<string, never>
  'problem.title.timed_out': Record<string, never>
  'problem.title.too_large': Record<string, never>
  'problem.title.too_many': Record<string, never>
  'problem.title.unavailable': Record<string, never>
  'problem.title.unsupported_media_type': Record<string, never>
  'problem.title.wrong_method': Record<string, never>
  'profile.same': Record<string, never>
  'profile.setUp': Record<string, never>
  'proposal.denied.action': { readonly action: TextParam; readonly who: TextParam }
  'proposal.denied.counted': { readonly action: TextParam; readonly who: TextParam }
  'proposal.denied.none': Record<string, never>
  'proposal.denied.roles': { readonly roles: TextParam }
  'proposal.noSignature': Record<string, never>
  'proposal.refusal.ended': Record<string, never>
  'proposal.refusal.loosened': Record<string, never>
  'proposal.refusal.platform': Record<string, never>
  'proposal.refusal.restricted': Record<string, never>
  'proposal.refusal.standing': Record<string, never>
  'proposal.signNone': { readonly enforcementId: TextParam }
  'proposal.signOther': { readonly enforcementId: TextParam }
  'proposal.tooMany': { readonly limit: number; readonly pending: number }
  'proposal.unsigned': Record<string, never>
  'protectList.notList': Record<string, never>
  'protectList.notMatched': { readonly why: TextParam }
  'protectList.notRead': { readonly format: TextParam; readonly why: TextParam }
  'protectList.nothing': { readonly why: TextParam }
  'protectList.reviewDays': { readonly limit: number }
  'protectList.tooMany': { readonly limit: number }
  'protectList.unknown': { readonly changeId: TextParam }
  'protection.noReview': { readonly subject: TextParam }
  'public.back': Record<string, never>
  'public.language': Record<string, never>
  'public.platform': Record<string, never>
  'public.problem.closed.detail': Record<string, never>
  'public.problem.closed.title': Record<string, never>
  'public.problem.invalid_input.detail': Record<string, never>
  'public.problem.invalid_input.title': Record<string, never>
  'public.problem.not_found.detail': Record<string, never>
  'public.problem.not_found.title': Record<string, never>
  'public.problem.other_site.detail': Record<string, never>
  'public.problem.other_site.title': Record<string, never>
  'public.problem.too_large.detail': Record<string, never>
  'public.problem.too_large.title': Record<string, never>
  'public.problem.too_many.detail': Record<string, never>
  'public.problem.too_many.title': Record<string, never>
  'public.problem.unavailable.detail': Record<string, never>
  'public.problem.unavailable.title': Record<string, never>
  'public.problem.wrong_link.detail': Record<string, never>
  'public.problem.wrong_link.title': Record<string, never>
  'public.start.intro': Record<string, never>
  'public.start.notice': Record<string, never>
  'public.start.title': Record<string, never>
  'publicAppeal.back': Record<string, never>
  'publicAppeal.begin': Record<string, never>
  'publicAppeal.due': Record<string, never>
  'publicAppeal.ended': Record<string, never>
  'publicAppeal.fault.email': Record<string, never>
  'publicAppeal.fault.files': Record<string, never>
  'publicAppeal.fault.newEvidence': Record<string, never>
  'publicAppeal.fault.words': Record<string, never>
  'publicAppeal.faults': Record<string, never>
  'publicAppeal.field.email': Record<string, never>
  'publicAppeal.field.files': Record<string, never>
  'publicAppeal.field.newEvidence': Record<string, never>
  'publicAppeal.field.words': Record<string, never>
  'publicAppeal.hint.email': Record<string, never>
  'publicAppeal.hint.files': { readonly count: number; readonly megabytes: TextParam }
  'publicAppeal.hint.newEvidence': Record<string, never>
  'publicAppeal.hint.words': Record<string, never>
  'publicAppeal.intro': Record<string, never>
  'publicAppeal.keep': Record<string, never>
  'publicAppeal.notStored': Record<string, never>
  'publicAppeal.open': Record<string, never>
  'publicAppeal.outcome.affected.ended': Record<string, never>
  'publicAppeal.outcome.affected.lessened': Record<string, never>
  'publicAppeal.outcome.affected.overturned': Record<string, never>
  'publicAppeal.outcome.affected.restored': Record<string, never>
  'publicAppeal.outcome.affected.upheld': Record<string, never>
  'publicAppeal.outcome.reporter.ended': Record<string, never>
  'publicAppeal.outcome.reporter.lessened': Record<string, never>
  'publicAppeal.outcome.reporter.overturned': Record<string, never>
  'publicAppeal.outcome.reporter.restored': Record<string, never>
  'publicAppeal.outcome.reporter.upheld': Record<string, never>
  'publicAppeal.question.answeredAt': Record<string, never>
  'publicAppeal.question.asked': Record<string, never>
  'publicAppeal.question.fault': Record<string, never>
  'publicAppeal.question.hint': Record<string, never>
  'publicAppeal.question.none': Record<string, never>
  'publicAppeal.question.over': Record<string, never>
  'publicAppeal.question.overHint': Record<string, never>
  'publicAppeal.question.received': Record<string, never>
  'publicAppeal.question.send': Record<string, never>
  'publicAppeal.question.title': Record<string, never>
  'publicAppeal.question.until': { readonly until: Date }
  'publicAppeal.question.yours': Record<string, never>
  'publicAppeal.reason': Record<string, never>
  'publicAppeal.received': Record<string, never>
  'publicAppeal.receivedHint': { readonly due: Date }
  'publicAppeal.redress': Record<string, never>
  'publicAppeal.refusal.final': Record<string, never>
  'publicAppeal.refusal.needs_new_evidence': Record<string, never>
  'publicAppeal.refusal.not_in_effect': Record<string, never>
  'publicAppeal.refusal.open': Record<string, never>
  'publicAppeal.refusal.paused': Record<string, never>
  'publicAppeal.refusal.too_late': Record<string, never>
  'publicAppeal.send': Record<string, never>
  'publicAppeal.title': Record<string, never>
  'publicAppeal.until': { readonly until: Date }
  'publicConfirm.button': Record<string, never>
  'publicConfirm.done': Record<string, never>
  'publicConfirm.doneHint': Record<string, never>
  'publicConfirm.hint': Record<string, never>
  'publicConfirm.received': Record<string, never>
  'publicConfirm.title': Record<string, never>
  'publicCounter.back': Record<string, never>
  'publicCounter.begin': Record<string, never>
  'publicCounter.clock': { readonly days: number }
  'publicCounter.discloses': Record<string, never>
  'publicCounter.ended': { readonly at: Date }
  'publicCounter.fault.address': Record<string, never>
  'publicCounter.fault.consent': Record<string, never>
  'publicCounter.fault.email': Record<string, never>
  'publicCounter.fault.name': Record<string, never>
  'publicCounter.fault.phone': Record<string, never>
  'publicCounter.fault.signature': Record<string, never>
  'publicCounter.fault.statement': Record<string, never>
  'publicCounter.fault.words': Record<string, never>
  'publicCounter.faults': Record<string, never>
  'publicCounter.field.address': Record<string, never>
  'publicCounter.field.consent': Record<string, never>
  'publicCounter.field.email': Record<string, never>
  'publicCounter.field.name': Record<string, never>
  'publicCounter.field.phone': Record<string, never>
  'publicCounter.field.signature': Record<string, never>
  'publicCounter.field.statement': Record<string, never>
  'publicCounter.field.words': Record<string, never>
  'publicCounter.hint.address': Record<string, never>
  'publicCounter.hint.email': Record<string, never>
  'publicCounter.hint.phone': Record<string, never>
  'publicCounter.hint.signature': Record<string, never>
  'publicCounter.hint.words': Record<string, never>
  'publicCounter.holder.contact': Record<string, never>
  'publicCounter.holder.erased': Record<string, never>
  'publicCounter.holder.fault': Record<string, never>
  'publicCounter.holder.file': Record<string, never>
  'publicCounter.holder.intro': Record<string, never>
  'publicCounter.holder.name': Record<string, never>
  'publicCounter.holder.ownAction': Record<string, never>
  'publicCounter.holder.reference': Record<string, never>
  'publicCounter.holder.referenceHint': Record<string, never>
  'publicCounter.holder.send': Record<string, never>
  'publicCounter.holder.statement': Record<string, never>
  'publicCounter.holder.title': { readonly received: Date }
  'publicCounter.holder.until': { readonly at: Date }
  'publicCounter.holder.words': Record<string, never>
  'publicCounter.intro': Record<string, never>
  'publicCounter.keep': Record<string, never>
  'publicCounter.law': { readonly law: TextParam }
  'publicCounter.notStored': Record<string, never>
  'publicCounter.once': Record<string, never>
  'publicCounter.outcome.holder.action_filed': Record<string, never>
  'publicCounter.outcome.holder.ended': Record<string, never>
  'publicCounter.outcome.holder.lifted': Record<string, never>
  'publicCounter.outcome.holder.referred': Record<string, never>
  'publicCounter.outcome.holder.withdrawn': Record<string, never>
  'publicCounter.outcome.sender.action_filed': Record<string, never>
  'publicCounter.outcome.sender.ended': Record<string, never>
  'publicCounter.outcome.sender.lifted': Record<string, never>
  'publicCounter.outcome.sender.referred': Record<string, never>
  'publicCounter.outcome.sender.withdrawn': Record<string, never>
  'publicCounter.perjury': Record<string, never>
  'publicCounter.received': Record<string, never>
  'publicCounter.refusal.no_case': Record<string, never>
  'publicCounter.refusal.no_notice': Record<string, never>
  'publicCounter.refusal.not_in_effect': Record<string, never>
  'publicCounter.refusal.other': Record<string, never>
  'publicCounter.refusal.received': Record<string, never>
  'publicCounter.send': Record<string, never>
  'publicCounter.title': Record<string, never>
  'publicCounter.undisclosed': Record<string, never>
  'publicCounter.until': { readonly at: Date }
  'publicCounter.withdraw': Record<string, never>
  'publicCounter.withdrawHint': Record<string, never>
  'publicLetter.appeal_outcome.open': Record<string, never>
  'publicLetter.appeal_outcome.text': { readonly reference: TextParam }
  'publicLetter.appeal_outcome.title': { readonly reference: TextParam }
  'publicLetter.appeal_question.open': Record<string, never>
  'publicLetter.appeal_question.text': { readonly reference: TextParam }
  'publicLetter.appeal_question.title': { readonly reference: TextParam }
  'publicLetter.appeal_receipt.open': Record<string, never>
  'publicLetter.appeal_receipt.text': { readonly reference: TextParam }
  'publicLetter.appeal_receipt.title': { readonly reference: TextParam }
  'publicLetter.changed.open': Record<string, never>
  'publicLetter.changed.text': { readonly reference: TextParam }
  'publicLetter.changed.title': { readonly reference: TextParam }
  'publicLetter.confirm.open': Record<string, never>
  'publicLetter.confirm.received': { readonly reference: TextParam }
  'publicLetter.confirm.text': { readonly reference: TextParam }
  'publicLetter.confirm.title': { readonly reference: TextParam }
  'publicLetter.counter_outcome.open': Record<string, never>
  'publicLetter.counter_outcome.text': { readonly reference: TextParam }
  'publicLetter.counter_outcome.title': { readonly reference: TextParam }
  'publicLetter.counter_receipt.open': Record<string, never>
  'publicLetter.counter_receipt.text': { readonly reference: TextParam }
  'publicLetter.counter_receipt.title': { readonly reference: TextParam }
  'publicLetter.outcome.open': Record<string, never>
  'publicLetter.outcome.text': { readonly reference: TextParam }
  'publicLetter.outcome.title': { readonly reference: TextParam }
  'publicLetter.receipt.open': Record<string, never>
  'publicLetter.receipt.text': { readonly reference: TextParam }
  'publicLetter.receipt.title': { readonly reference: TextParam }
  'publicLetter.rights_counter.open': Record<string, never>
  'publicLetter.rights_counter.text': { readonly reference: TextParam }
  'publicLetter.rights_counter.title': { readonly reference: TextParam }
  'publicLetter.rights_outcome.open': Record<string, never>
  'publicLetter.rights_outcome.text': { readonly reference: TextParam }
  'publicLetter.rights_outcome.title': { readonly reference: TextParam }
  'publicLetter.sender_end.open': Record<string, never>
  'publicLetter.sender_end.text': { readonly reference: TextParam }
  'publicLetter.sender_end.title': { readonly reference: TextParam }
  'publicLetter.sender_pause.open': Record<string, never>
  'publicLetter.sender_pause.text': { readonly reference: TextParam }
  'publicLetter.sender_pause.title': { readonly reference: TextParam }
  'publicLetter.sender_upheld.open': Record<string, never>
  'publicLetter.sender_upheld.text': { readonly reference: TextParam }
  'publicLetter.sender_upheld.title': { readonly reference: TextParam }
  'publicLetter.sender_warning.open': Record<string, never>
  'publicLetter.sender_warning.text': { readonly reference: TextParam }
  'publicLetter.sender_warning.title': { readonly reference: TextParam }
  'publicLetter.statement.open.ended': Record<string, never>
  'publicLetter.statement.open.standing': Record<string, never>
  'publicLetter.statement.times': { readonly from: Date; readonly until: Date }
  'publicLetter.statement.title.ended': { readonly reference: TextParam }
  'publicLetter.statement.title.mistake': { readonly reference: TextParam }
  'publicLetter.statement.title.restriction': { readonly reference: TextParam }
  'publicLetter.statement.title.warning': { readonly reference: TextParam }
  'publicNotice.choose': Record<string, never>
  'publicNotice.fault.address': Record<string, never>
  'publicNotice.fault.email': Record<string, never>
  'publicNotice.fault.files': Record<string, never>
  'publicNotice.fault.goodFaith': Record<string, never>
  'publicNotice.fault.holder': Record<string, never>
  'publicNotice.fault.name': Record<string, never>
  'publicNotice.fault.reason': Record<string, never>
  'publicNotice.fault.sha256': Record<string, never>
  'publicNotice.fault.signature': Record<string, never>
  'publicNotice.fault.unknownAddress': Record<string, never>
  'publicNotice.fault.unreadAddress': Record<string, never>
  'publicNotice.fault.work': Record<string, never>
  'publicNotice.faults': Record<string, never>
  'publicNotice.field.address': Record<string, never>
  'publicNotice.field.email': Record<string, never>
  'publicNotice.field.files': Record<string, never>
  'publicNotice.field.holder': Record<string, never>
  'publicNotice.field.name': Record<string, never>
  'publicNotice.field.reason': Record<string, never>
  'publicNotice.field.sha256': Record<string, never>
  'publicNotice.field.signature': Record<string, never>
  'publicNotice.field.work': Record<string, never>
  'publicNotice.hint.address': Record<string, never>
  'publicNotice.hint.email': Record<string, never>
  'publicNotice.hint.emailOptional': Record<string, never>
  'publicNotice.hint.files': { readonly count: number; readonly megabytes: TextParam }
  'publicNotice.hint.holder': Record<string, never>
  'publicNotice.hint.reason': Record<string, never>
  'publicNotice.hint.sha256': Record<string, never>
  'publicNotice.hint.signature': Record<string, never>
  'publicNotice.hint.work': Record<string, never>
  'publicNotice.intro.anonymous': Record<string, never>
  'publicNotice.intro.named': Record<string, never>
  'publicNotice.intro.noFiles': Record<string, never>
  'publicNotice.intro.rights': Record<string, never>
  'publicNotice.kind.child_abuse': Record<string, never>
  'publicNotice.kind.copyright': Record<string, never>
  'publicNotice.kind.harassment': Record<string, never>
  'publicNotice.kind.hate': Record<string, never>
  'publicNotice.kind.impersonation': Record<string, never>
  'publicNotice.kind.intimate_images': Record<string, never>
  'publicNotice.kind.other': Record<string, never>
  'publicNotice.kind.privacy': Record<string, never>
  'publicNotice.kind.scam': Record<string, never>
  'publicNotice.kind.self_harm': Record<string, never>
  'publicNotice.kind.terrorism': Record<string, never>
  'publicNotice.kind.threats': Record<string, never>
  'publicNotice.kind.unsafe_goods': Record<string, never>
  'publicNotice.optional': { readonly label: TextParam }
  'publicNotice.receipt.confirm': Record<string, never>
  'publicNotice.receipt.confirmHint': Record<string, never>
  'publicNotice.receipt.keep': Record<string, never>
  'publicNotice.receipt.reference': Record<string, never>
  'publicNotice.receipt.title': Record<string, never>
  'publicNotice.receipt.written': Record<string, never>
  'publicNotice.send': Record<string, never>
  'publicNotice.statement': Record<string, never>
  'publicNotice.title': { readonly kind: TextParam }
  'publicProducts.intro': Record<string, never>
  'publicProducts.link': Record<string, never>
  'publicProducts.none': Record<string, never>
  'publicProducts.older': Record<string, never>
  'publicProducts.title': Record<string, never>
  'publicSender.always': Record<string, never>
  'publicSender.appeal': Record<string, never>
  'publicSender.ended.pause': { readonly at: Date }
  'publicSender.ended.warning': { readonly at: Date }
  'publicSender.fault': Record<string, never>
  'publicSender.illegal': { readonly marks: TextParam; readonly submissions: TextParam }
  'publicSender.nextIllegal': Record<string, never>
  'publicSender.nextUnfounded': Record<string, never>
  'publicSender.over': Record<string, never>
  'publicSender.pause': { readonly from: Date; readonly until: Date }
  'publicSender.redress': Record<string, never>
  'publicSender.send': Record<string, never>
  'publicSender.state.open': Record<string, never>
  'publicSender.state.overturned': Record<string, never>
  'publicSender.state.upheld': Record<string, never>
  'publicSender.title.pause': Record<string, never>
  'publicSender.title.warning': Record<string, never>
  'publicSender.unfounded': { readonly marks: TextParam; readonly submissions: TextParam }
  'publicSender.words': Record<string, never>
  'publicSender.wordsHint': Record<string, never>
  'publicStatement.about.community': { readonly name: TextParam }
  'publicStatement.about.domain': { readonly name: TextParam }
  'publicStatement.about.list': { readonly name: TextParam }
  'publicStatement.court': Record<string, never>
  'publicStatement.noStrikes': Record<string, never>
  'publicStatement.others': Record<string, never>
  'publicStatement.points': { readonly count: number }
  'publicStatement.settlement': Record<string, never>
  'publicStatement.strike': { readonly count: number; readonly from: Date; readonly rule: TextParam; readonly until: Date }
  'publicStatement.strikes': Record<string, never>
  'publicStatement.strikesAbout': Record<string, never>
  'publicStatement.title': Record<string, never>
  'publicStatus.at': { readonly at: Date }
  'publicStatus.changed': Record<string, never>
  'publicStatus.kind': Record<string, never>
  'publicStatus.made': Record<string, never>
  'publicStatus.outcome.actioned': Record<string, never>
  'publicStatus.outcome.not_actioned': Record<string, never>
  'publicStatus.paused': { readonly until: Date }
  'publicStatus.received': Record<string, never>
  'publicStatus.redress': Record<string, never>
  'publicStatus.reopened': Record<string, never>
  'publicStatus.state': Record<string, never>
  'publicStatus.title': { readonly reference: TextParam }
  'publicStatus.unconfirmed': Record<string, never>
  'publicTransparency.figure.appeals': Record<string, never>
  'publicTransparency.figure.automated': Record<string, never>
  'publicTransparency.figure.decisions': Record<string, never>
  'publicTransparency.figure.flaggerNotices': Record<string, never>
  'publicTransparency.figure.hoursToAction': Record<string, never>
  'publicTransparency.figure.hoursToAppealEnd': Record<string, never>
  'publicTransparency.figure.hoursToDecision': Record<string, never>
  'publicTransparency.figure.lapsed': Record<string, never>
  'publicTransparency.figure.lessened': Record<string, never>
  'publicTransparency.figure.mistakes': Record<string, never>
  'publicTransparency.figure.notices': Record<string, never>
  'publicTransparency.figure.offlineMinutes': Record<string, never>
  'publicTransparency.figure.orders': Record<string, never>
  'publicTransparency.figure.overturned': Record<string, never>
  'publicTransparency.figure.reports': Record<string, never>
  'publicTransparency.figure.restrictions': Record<string, never>
  'publicTransparency.figure.secondsToRestore': Record<string, never>
  'publicTransparency.figure.upheld': Record<string, never>
  'publicTransparency.figure.wrongOfflineMinutes': Record<string, never>
  'publicTransparency.intro': Record<string, never>
  'publicTransparency.link': Record<string, never>
  'publicTransparency.months': Record<string, never>
  'publicTransparency.noTime': Record<string, never>
  'publicTransparency.none': Record<string, never>
  'publicTransparency.title': Record<string, never>
  'recovery.noTerminal': Record<string, never>
  'recovery.none': Record<string, never>
  'recovery.notOpen': { readonly person: TextParam }
  'recovery.refused': { readonly why: TextParam }
  'recovery.running': Record<string, never>
  'referral.unknown': Record<string, never>
  'report.contended': Record<string, never>
  'report.notHeld': { readonly caseId: TextParam }
  'report.notLines': { readonly type: TextParam }
  'report.overload': Record<string, never>
  'report.paused': { readonly until: Date }
  'report.refused': { readonly sqlState: TextParam }
  'report.taken': { readonly id: TextParam }
  'report.unknown': { readonly caseId: TextParam; readonly reportId: TextParam }
  'report.unsent': { readonly id: TextParam }
  'request.bodyTooLarge': Record<string, never>
  'request.contentType': { readonly type: TextParam }
  'request.cutOff': Record<string, never>
  'request.databaseAway': Record<string, never>
  'request.encoding': Record<string, never>
  'request.headersTooLarge': Record<string, never>
  'request.internal': { readonly reference: TextParam }
  'request.invalidField': { readonly detail: TextParam; readonly field: TextParam }
  'request.invalidFields': { readonly problems: TextParam }
  'request.keyInUse': Record<string, never>
  'request.keyLength': Record<string, never>
  'request.keyOther': Record<string, never>
  'request.keyRights': Record<string, never>
  'request.keySecret': Record<string, never>
  'request.mediaType': Record<string, never>
  'request.noConsole': Record<string, never>
  'request.noProxy': Record<string, never>
  'request.noSuchAddress': Record<string, never>
  'request.notSignedIn': Record<string, never>
  'request.otherOrigin': { readonly origin: TextParam }
  'request.policy': Record<string, never>
  'request.taken': { readonly id: TextParam }
  'request.timedOut': Record<string, never>
  'request.tooMany': Record<string, never>
  'request.unknownPlatform': Record<string, never>
  'request.unreadable': Record<string, never>
  'request.wrongMethod': { readonly methods: TextParam }
  'requirement.alert': Record<string, never>
  'requirement.all': { readonly parts: TextParam }
  'requirement.approvals': { readonly by: TextParam; readonly count: number; readonly from: TextParam }
  'requirement.as': { readonly action: TextParam }
  'requirement.assessment.newsworthiness': Record<string, never>
  'requirement.by': { readonly roles: TextParam }
  'requirement.confirm': { readonly duration: TextParam }
  'requirement.employers': { readonly count: number }
  'requirement.from': { readonly places: TextParam }
  'requirement.hold': { readonly duration: TextParam }
  'requirement.identify': Record<string, never>
  'requirement.none': Record<string, never>
  'requirement.or': { readonly left: TextParam; readonly right: TextParam }
  'requirement.teams': { readonly count: number }
  'restore.because.legal_duty': Record<string, never>
  'restore.because.long_span': Record<string, never>
  'restore.because.many_enforcements': { readonly limit: number }
  'restore.because.many_in_a_day': { readonly limit: number }
  'restore.because.old_and_unprotected': Record<string, never>
  'restore.because.seconded_lock': Record<string, never>
  'restore.notSignedYet': { readonly subject: TextParam }
  'restore.notYours': { readonly enforcementId: TextParam }
  'restore.reasonGiven': { readonly enforcementId: TextParam }
  'restore.unknown': { readonly restoreId: TextParam }
  'resubmit.done': { readonly enforcementId: TextParam }
  'resubmit.late': { readonly enforcementId: TextParam; readonly state: TextParam }
  'resubmit.ownChanged': { readonly action: TextParam }
  'resubmit.state': { readonly enforcementId: TextParam; readonly state: TextParam; readonly wanted: TextParam }
  'right.confined': Record<string, never>
  'right.keysOnly': { readonly scope: TextParam }
  'right.offShift': Record<string, never>
  'right.onBreak': Record<string, never>
  'right.peopleOnly': Record<string, never>
  'right.platform': Record<string, never>
  'right.role': { readonly own: TextParam; readonly roles: TextParam }
  'right.scope': { readonly own: TextParam; readonly scope: TextParam }
  'rota.ended': Record<string, never>
  'rota.limit': Record<string, never>
  'rota.own': Record<string, never>
  'rota.removed': { readonly entryId: TextParam }
  'rota.unknown': { readonly entryId: TextParam }
  'ruleFile.at': { readonly place: TextParam; readonly problem: TextParam }
  'ruleFile.automation.deeds': { readonly deeds: TextParam }
  'ruleFile.automation.lacksFor': { readonly action: TextParam }
  'ruleFile.automation.noDeed': Record<string, never>
  'ruleFile.automation.noEnd': { readonly action: TextParam }
  'ruleFile.automation.noSignal': Record<string, never>
  'ruleFile.automation.notRestrictive': { readonly action: SelectParam }
  'ruleFile.automation.oneAction': Record<string, never>
  'ruleFile.automation.parameters': Record<string, never>
  'ruleFile.automation.readsNothing': Record<string, never>
  'ruleFile.automation.takenSource': { readonly source: TextParam }
  'ruleFile.automation.unknownSource': { readonly source: TextParam }
  'ruleFile.automation.volume': { readonly facts: TextParam }
  'ruleFile.automation.within': Record<string, never>
  'ruleFile.budget.long': Record<string, never>
  'ruleFile.budget.notRestrictive': { readonly actions: TextParam }
  'ruleFile.budget.nothing': Record<string, never>
  'ruleFile.budget.openBelowOver': { readonly over: number }
  'ruleFile.budget.short': Record<string, never>
  'ruleFile.bulk.expires': Record<string, never>
  'ruleFile.bulk.lastStage': Record<string, never>
  'ruleFile.bulk.stage': Record<string, never>
  'ruleFile.condition.call': { readonly call: TextParam; readonly calls: TextParam }
  'ruleFile.condition.deepMacro': { readonly limit: number; readonly macros: TextParam }
  'ruleFile.condition.factsListed': { readonly facts: TextParam; readonly problem: TextParam }
  'ruleFile.condition.group': { readonly example: TextParam; readonly group: TextParam }
  'ruleFile.condition.has': Record<string, never>
  'ruleFile.condition.hasLoosens.counts': Record<string, never>
  'ruleFile.condition.hasLoosens.stops': Record<string, never>
  'ruleFile.condition.lookup': Record<string, never>
  'ruleFile.condition.map': Record<string, never>
  'ruleFile.condition.notBool': { readonly type: TextParam }
  'ruleFile.condition.optional.counts': Record<string, never>
  'ruleFile.condition.optional.stops': Record<string, never>
  'ruleFile.condition.plain': Record<string, never>
  'ruleFile.condition.readsNothing.counts': Record<string, never>
  'ruleFile.condition.readsNothing.stops': Record<string, never>
  'ruleFile.condition.refused.expected_token': { readonly detail: TextParam }
  'ruleFile.condition.refused.heterogeneous_list_element': { readonly detail: TextParam }
  'ruleFile.condition.refused.invalid_condition_type': { readonly detail: TextParam }
  'ruleFile.condition.refused.invalid_escape_sequence': { readonly detail: TextParam }
  'ruleFile.condition.refused.invalid_index_type': { readonly detail: TextParam }
  'ruleFile.condition.refused.invalid_logical_operand': { readonly detail: TextParam }
  'ruleFile.condition.refused.invalid_macro_argument': { readonly detail: TextParam }
  'ruleFile.condition.refused.limit_exceeded': { readonly detail: TextParam }
  'ruleFile.condition.refused.no_matching_overload': { readonly detail: TextParam }
  'ruleFile.condition.refused.no_such_key': { readonly detail: TextParam }
  'ruleFile.condition.refused.no_such_overload': { readonly detail: TextParam }
  'ruleFile.condition.refused.unexpected_character': { readonly detail: TextParam }
  'ruleFile.condition.refused.unexpected_token': { readonly detail: TextParam }
  'ruleFile.condition.refused.unknown_variable': { readonly detail: TextParam }
  'ruleFile.condition.refusedOther': { readonly detail: TextParam }
  'ruleFile.condition.sameType': { readonly command: TextParam; readonly problem: TextParam }
  'ruleFile.condition.unterminated': Record<string, never>
  'ruleFile.excess.aliases': Record<string, never>
  'ruleFile.excess.bytes': { readonly limit: number }
  'ruleFile.excess.depth': { readonly limit: number }
  'ruleFile.excess.directive': Record<string, never>
  'ruleFile.excess.documentEnd': Record<string, never>
  'ruleFile.excess.entries': { readonly limit: number }
  'ruleFile.excess.lines': { readonly limit: number }
  'ruleFile.excess.secondDocument': Record<string, never>
  'ruleFile.excess.tag': Record<string, never>
  'ruleFile.form.actionId': Record<string, never>
  'ruleFile.form.acts': Record<string, never>
  'ruleFile.form.atLeastOne': Record<string, never>
  'ruleFile.form.bound': Record<string, never>
  'ruleFile.form.budgetActions': Record<string, never>
  'ruleFile.form.byLanguage': Record<string, never>
  'ruleFile.form.condition': { readonly example: TextParam }
  'ruleFile.form.countAndShare': Record<string, never>
  'ruleFile.form.deed': Record<string, never>
  'ruleFile.form.duration': Record<string, never>
  'ruleFile.form.guardActions': Record<string, never>
  'ruleFile.form.httpsAddress': Record<string, never>
  'ruleFile.form.integer': { readonly from: number; readonly to: number }
  'ruleFile.form.itemId': Record<string, never>
  'ruleFile.form.itemSchema': Record<string, never>
  'ruleFile.form.listOf': { readonly limit: number; readonly what: SelectParam }
  'ruleFile.form.losses': { readonly losses: TextParam }
  'ruleFile.form.name': { readonly example: TextParam }
  'ruleFile.form.ownActions': { readonly limit: number }
  'ruleFile.form.owner': Record<string, never>
  'ruleFile.form.purpose': Record<string, never>
  'ruleFile.form.range': { readonly from: number; readonly to: number }
  'ruleFile.form.referenceId': Record<string, never>
  'ruleFile.form.require': Record<string, never>
  'ruleFile.form.share': Record<string, never>
  'ruleFile.form.stages': Record<string, never>
  'ruleFile.form.texts': { readonly limit: number }
  'ruleFile.form.title': { readonly limit: number }
  'ruleFile.form.why': Record<string, never>
  'ruleFile.guard.circle': { readonly actions: TextParam }
  'ruleFile.guard.expiresLong': Record<string, never>
  'ruleFile.guard.expiresShort': Record<string, never>
  'ruleFile.guard.lockout': { readonly actions: TextParam; readonly subject: SelectParam }
  'ruleFile.guard.lostAs': { readonly action: TextParam }
  'ruleFile.item.absent': Record<string, never>
  'ruleFile.item.atMost': { readonly key: TextParam }
  'ruleFile.item.fieldName': Record<string, never>
  'ruleFile.item.fields': { readonly count: number; readonly limit: number }
  'ruleFile.item.keyword': { readonly keyword: TextParam; readonly types: TextParam }
  'ruleFile.item.lacksItems': Record<string, never>
  'ruleFile.item.lacksProperties': Record<string, never>
  'ruleFile.item.noField': Record<string, never>
  'ruleFile.item.roleForm.id': { readonly role: TextParam }
  'ruleFile.item.roleForm.integer': { readonly role: TextParam }
  'ruleFile.item.roleForm.link': { readonly role: TextParam }
  'ruleFile.item.roleForm.number': { readonly role: TextParam }
  'ruleFile.item.roleForm.text': { readonly role: TextParam }
  'ruleFile.item.roleForm.time': { readonly role: TextParam }
  'ruleFile.item.roleTwice': { readonly role: TextParam }
  'ruleFile.item.unknownField': { readonly field: TextParam }
  'ruleFile.lacks': { readonly keys: TextParam }
  'ruleFile.lacksForm': { readonly form: TextParam; readonly key: TextParam }
  'ruleFile.notice.form': Record<string, never>
  'ruleFile.notice.long': { readonly limit: number }
  'ruleFile.notice.missing': { readonly kind: TextParam; readonly variable: TextParam }
  'ruleFile.notice.name': { readonly kinds: TextParam; readonly languages: TextParam }
  'ruleFile.notice.nested': { readonly limit: number }
  'ruleFile.notice.noFile': { readonly name: TextParam }
  'ruleFile.notice.noText': { readonly language: TextParam }
  'ruleFile.notice.syntax': { readonly error: TextParam }
  'ruleFile.notice.tooLong': { readonly limit: number; readonly longest: number }
  'ruleFile.notice.unknown': { readonly known: TextParam; readonly name: TextParam }
  'ruleFile.notice.word': { readonly known: TextParam; readonly name: TextParam; readonly word: TextParam }
  'ruleFile.oneOf': { readonly values: TextParam }
  'ruleFile.ownAction.final': Record<string, never>
  'ruleFile.ownAction.noType': { readonly type: TextParam }
  'ruleFile.ownAction.ofAccounts': { readonly losses: TextParam }
  'ruleFile.ownAction.ofContents': Record<string, never>
  'ruleFile.ownAction.taken': { readonly id: TextParam }
  'ruleFile.ownAction.uncounted': { readonly kind: TextParam }
  'ruleFile.policy.clockDuty': Record<string, never>
  'ruleFile.policy.clockLeft': Record<string, never>
  'ruleFile.policy.counterDuty': Record<string, never>
  'ruleFile.policy.noLaw': Record<string, never>
  'ruleFile.policy.reference': { readonly id: TextParam; readonly kind: SelectParam }
  'ruleFile.queue.acknowledge': Record<string, never>
  'ruleFile.queue.lacking': { readonly queue: TextParam }
  'ruleFile.queue.last': Record<string, never>
  'ruleFile.queue.never': Record<string, never>
  'ruleFile.queue.unknown': { readonly queue: TextParam }
  'ruleFile.repeated': { readonly id: TextParam }
  'ruleFile.require.confirm': Record<string, never>
  'ruleFile.require.hold': Record<string, never>
  'ruleFile.require.nothing': { readonly keys: TextParam }
  'ruleFile.require.people': { readonly limit: number }
  'ruleFile.require.places': { readonly count: number; readonly kind: TextParam; readonly places: number }
  'ruleFile.require.roles': { readonly roles: TextParam }
  'ruleFile.retention.evidence': { readonly evidence: number; readonly report: number }
  'ruleFile.schema.const': { readonly value: TextParam }
  'ruleFile.schema.exclusiveMinimum': { readonly limit: number }
  'ruleFile.schema.maxItems': { readonly limit: number }
  'ruleFile.schema.maxLength': { readonly limit: number }
  'ruleFile.schema.maximum': { readonly limit: number }
  'ruleFile.schema.minItems': { readonly limit: number }
  'ruleFile.schema.minLength': { readonly limit: number }
  'ruleFile.schema.minimum': { readonly limit: number }
  'ruleFile.schema.other': { readonly keyword: TextParam }
  'ruleFile.schema.pattern': { readonly pattern: TextParam }
  'ruleFile.schema.type.array': Record<string, never>
  'ruleFile.schema.type.boolean': Record<string, never>
  'ruleFile.schema.type.integer': Record<string, never>
  'ruleFile.schema.type.number': Record<string, never>
  'ruleFile.schema.type.object': Record<string, never>
  'ruleFile.schema.type.string': Record<string, never>
  'ruleFile.schema.uniqueItems': Record<string, never>
  'ruleFile.strikes.action': Record<string, never>
  'ruleFile.strikes.end': Record<string, never>
  'ruleFile.strikes.none': Record<string, never>
  'ruleFile.strikes.repeated': Record<string, never>
  'ruleFile.tooDeep': Record<string, never>
  'ruleFile.unknownKey': { readonly key: TextParam }
  'ruleFile.unknownKeyAmong': { readonly key: TextParam; readonly known: TextParam }
  'ruleFile.unread': { readonly error: TextParam }
  'ruleFile.yaml.BAD_DQ_ESCAPE': Record<string, never>
  'ruleFile.yaml.BAD_INDENT': Record<string, never>
  'ruleFile.yaml.BAD_SCALAR_START': Record<string, never>
  'ruleFile.yaml.BLOCK_AS_IMPLICIT_KEY': Record<string, never>
  'ruleFile.yaml.BLOCK_IN_FLOW': Record<string, never>
  'ruleFile.yaml.DUPLICATE_KEY': Record<string, never>
  'ruleFile.yaml.MISSING_CHAR': Record<string, never>
  'ruleFile.yaml.MULTILINE_IMPLICIT_KEY': Record<string, never>
  'ruleFile.yaml.TAB_AS_INDENT': Record<string, never>
  'ruleFile.yaml.UNEXPECTED_TOKEN': Record<string, never>
  'ruleFile.yamlOther': { readonly code: TextParam }
  'ruleSet.dateInSetUp': Record<string, never>
  'ruleSet.dateOfOthers': Record<string, never>
  'ruleSet.datePast': Record<string, never>
  'ruleSet.dateTooLate': { readonly limit: TextParam }
  'ruleSet.notProposed': { readonly problems: TextParam }
  'ruleSet.notTried': { readonly problems: TextParam }
  'ruleSet.otherDeclares': { readonly changeId: TextParam }
  'ruleSet.same': { readonly name: TextParam }
  'ruleSet.sameThen': { readonly name: TextParam }
  'ruleSet.standing': { readonly fact: TextParam; readonly guard: TextParam }
  'ruleSet.unknownVersion': { readonly name: TextParam; readonly version: TextParam }
  'search.accounts': Record<string, never>
  'search.noFilter': Record<string, never>
  'search.reporter': Record<string, never>
  'search.reporters': Record<string, never>
  'search.tooSlow': { readonly seconds: number }
  'sentence.clause.any': { readonly count: number }
  'sentence.clause.employers': { readonly employers: number; readonly people: TextParam }
  'sentence.clause.of': { readonly count: number; readonly roles: TextParam }
  'sentence.clause.teams': { readonly people: TextParam; readonly teams: number }
  'sentence.clause.teamsAndEmployers': { readonly employers: number; readonly people: TextParam; readonly teams: number }
  'sentence.condition.approvals': { readonly agreeBy: Date; readonly outcome: TextParam; readonly people: TextParam }
  'sentence.condition.breaker': Record<string, never>
  'sentence.condition.confirm': { readonly duration: TextParam }
  'sentence.condition.hold': { readonly duration: TextParam }
  'sentence.condition.holdAfter': { readonly duration: TextParam }
  'sentence.condition.identify': Record<string, never>
  'sentence.condition.none': { readonly outcome: TextParam }
  'sentence.condition.recovery': Record<string, never>
  'sentence.duration.day': { readonly count: number }
  'sentence.duration.hour': { readonly count: number }
  'sentence.duration.minute': { readonly count: number }
  'sentence.duration.second': { readonly count: number }
  'sentence.erased': { readonly days: TextParam }
  'sentence.erasedAtOnce': Record<string, never>
  'sentence.ground.alert': Record<string, never>
  'sentence.ground.alertDaily': Record<string, never>
  'sentence.ground.alertOften': Record<string, never>
  'sentence.ground.unconfirmed': { readonly duration: TextParam }
  'sentence.hijack.not_reported': Record<string, never>
  'sentence.hijack.often': Record<string, never>
  'sentence.hijack.undone': Record<string, never>
  'sentence.how.for': { readonly duration: TextParam }
  'sentence.how.forUntil': { readonly duration: TextParam; readonly endsAt: Date }
  'sentence.how.noEnd': Record<string, never>
  'sentence.how.until': { readonly endsAt: Date }
  'sentence.how.untilReset': Record<string, never>
  'sentence.immediate.approvalExtends': Record<string, never>
  'sentence.immediate.page': Record<string, never>
  'sentence.immediate.sameExtends': Record<string, never>
  'sentence.joined': { readonly sentences: TextParam }
  'sentence.now': Record<string, never>
  'sentence.outcome.block': { readonly countries: TextParam; readonly how: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.deactivate': { readonly how: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.hide': { readonly how: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.label': { readonly label: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.limit': { readonly how: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.lock': { readonly how: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.own': { readonly final: TextParam; readonly how: TextParam; readonly now: TextParam; readonly parameters: TextParam; readonly subject: TextParam; readonly takes: TextParam; readonly title: TextParam }
  'sentence.outcome.remove': { readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.suspend': { readonly how: TextParam; readonly now: TextParam; readonly subject: TextParam }
  'sentence.outcome.warn': { readonly now: TextParam; readonly subject: TextParam }
  'sentence.own.final': Record<string, never>
  'sentence.own.parameters': { readonly parameters: TextParam }
  'sentence.people': { readonly people: TextParam }
  'sentence.reach.count': { readonly count: number }
  'sentence.reach.million': { readonly count: number }
  'sentence.reach.thousand': { readonly count: number }
  'sentence.reach.unknown': Record<string, never>
  'sentence.sent': { readonly outcome: TextParam }
  'sentence.shadow': Record<string, never>
  'sentence.subject.content': { readonly account: TextParam }
  'sentence.subject.handle': { readonly handle: TextParam }
  'sentence.subject.known': { readonly account: TextParam; readonly facts: TextParam }
  'sentence.subject.knownMore': { readonly account: TextParam; readonly facts: TextParam; readonly tags: TextParam }
  'sentence.subject.noHandle': Record<string, never>
  'sentence.subject.noHandleOf': Record<string, never>
  'sentence.undo.one': Record<string, never>
  'sentence.undo.oneUntilConfirmed': Record<string, never>
  'sentence.undo.two': Record<string, never>
  'session.endedOften': Record<string, never>
  'session.limit': Record<string, never>
  'session.reason': Record<string, never>
  'session.unknown': { readonly sessionId: TextParam }
  'setUp.done': Record<string, never>
  'setUp.first': Record<string, never>
  'settlement.about': Record<string, never>
  'settlement.corrected': { readonly by: TextParam; readonly settlementId: TextParam }
  'settlement.noEffect': { readonly enforcementId: TextParam }
  'settlement.party': Record<string, never>
  'settlement.reopened': { readonly settlementId: TextParam }
  'settlement.sameAgain': { readonly settlementId: TextParam }
  'settlement.taken': { readonly body: TextParam; readonly reference: TextParam }
  'settlement.tooEarly': { readonly day: TextParam }
  'settlement.unknown': { readonly settlementId: TextParam }
  'shift.noBreak': Record<string, never>
  'shift.notHere': Record<string, never>
  'shift.notOnShift': Record<string, never>
  'shift.onBreak': Record<string, never>
  'shift.perPerson': Record<string, never>
  'shift.running': { readonly minutes: number }
  'shipped.why.alone': Record<string, never>
  'shipped.why.bulk': Record<string, never>
  'shipped.why.daily': Record<string, never>
  'shipped.why.growth': Record<string, never>
  'shipped.why.growthLater': Record<string, never>
  'shipped.why.haste': Record<string, never>
  'shipped.why.identity': Record<string, never>
  'shipped.why.imitation': Record<string, never>
  'shipped.why.leaving': Record<string, never>
  'shipped.why.nonstop': Record<string, never>
  'shipped.why.postByPost': Record<string, never>
  'shipped.why.program': Record<string, never>
  'shipped.why.publicInterest': Record<string, never>
  'shipped.why.reach': Record<string, never>
  'shipped.why.rule': Record<string, never>
  'shipped.why.source': Record<string, never>
  'shipped.why.statement': Record<string, never>
  'shipped.why.statementLater': Record<string, never>
  'shipped.why.team': Record<string, never>
  'shipped.why.tired': Record<string, never>
  'shipped.why.together': Record<string, never>
  'shipped.why.unknownReach': Record<string, never>
  'shipped.why.vendor': Record<string, never>
  'signIn.demoOrigin': { readonly origin: TextParam }
  'signIn.noDemo': Record<string, never>
  'signIn.noDemoPerson': Record<string, never>
  'signIn.refused': Record<string, never>
  'signIn.tooMany': Record<string, never>
  'signal.emptySpan': Record<string, never>
  'signal.noText': Record<string, never>
  'signal.taken': { readonly id: TextParam }
  'signature.backup': Record<string, never>
  'signature.challenge': Record<string, never>
  'signature.changed': Record<string, never>
  'signature.counter': Record<string, never>
  'signature.credential': Record<string, never>
  'signature.expired': Record<string, never>
  'signature.malformed': Record<string, never>
  'signature.noDemo': Record<string, never>
  'signature.noKey': Record<string, never>
  'signature.no_key': Record<string, never>
  'signature.origin': Record<string, never>
  'signature.other': Record<string, never>
  'signature.relying_party': Record<string, never>
  'signature.removed': Record<string, never>
  'signature.restricted': Record<string, never>
  'signature.signature': Record<string, never>
  'signature.too_new': Record<string, never>
  'signature.type': Record<string, never>
  'signature.unknown': Record<string, never>
  'signature.unsigned': Record<string, never>
  'signature.used': Record<string, never>
  'signature.user_not_verified': Record<string, never>
  'signing.approve': Record<string, never>
  'signing.bulkAction': Record<string, never>
  'signing.change': Record<string, never>
  'signing.changeLater': { readonly hours: number }
  'signing.confirm': Record<string, never>
  'signing.endLimit': Record<string, never>
  'signing.endStaff': Record<string, never>
  'signing.exception': Record<string, never>
  'signing.freeze': Record<string, never>
  'signing.hours': { readonly hours: number }
  'signing.judged': { readonly harmless: number; readonly subjects: number }
  'signing.keys': Record<string, never>
  'signing.label.action': Record<string, never>
  'signing.label.added': Record<string, never>
  'signing.label.alternatives': Record<string, never>
  'signing.label.because': Record<string, never>
  'signing.label.body': Record<string, never>
  'signing.label.bulk': Record<string, never>
  'signing.label.bulkAction': Record<string, never>
  'signing.label.case': Record<string, never>
  'signing.label.change': Record<string, never>
  'signing.label.decision': Record<string, never>
  'signing.label.direction': Record<string, never>
  'signing.label.duration': Record<string, never>
  'signing.label.enforcement': Record<string, never>
  'signing.label.enforcements': Record<string, never>
  'signing.label.expiresAt': Record<string, never>
  'signing.label.forHours': Record<string, never>
  'signing.label.foundBy': Record<string, never>
  'signing.label.freeze': Record<string, never>
  'signing.label.from': Record<string, never>
  'signing.label.ground': Record<string, never>
  'signing.label.guarded': Record<string, never>
  'signing.label.handle': Record<string, never>
  'signing.label.harm': Record<string, never>
  'signing.label.judged': Record<string, never>
  'signing.label.keys': Record<string, never>
  'signing.label.kind': Record<string, never>
  'signing.label.label': Record<string, never>
  'signing.label.list': Record<string, never>
  'signing.label.listHash': Record<string, never>
  'signing.label.of': Record<string, never>
  'signing.label.people': Record<string, never>
  'signing.label.person': Record<string, never>
  'signing.label.policy': Record<string, never>
  'signing.label.proof': Record<string, never>
  'signing.label.pseudonym': Record<string, never>
  'signing.label.publicInterest': Record<string, never>
  'signing.label.reach': Record<string, never>
  'signing.label.reached': Record<string, never>
  'signing.label.removed': Record<string, never>
  'signing.label.reviewBy': Record<string, never>
  'signing.label.roles': Record<string, never>
  'signing.label.since': Record<string, never>
  'signing.label.stages': Record<string, never>
  'signing.label.subject': Record<string, never>
  'signing.label.subjects': Record<string, never>
  'signing.label.successorOf': Record<string, never>
  'signing.label.tags': Record<string, never>
  'signing.label.to': Record<string, never>
  'signing.label.twoBecause': Record<string, never>
  'signing.label.untilNow': Record<string, never>
  'signing.label.validUntil': Record<string, never>
  'signing.label.which': Record<string, never>
  'signing.label.whoSpeaks': Record<string, never>
  'signing.language': Record<string, never>
  'signing.lessen': Record<string, never>
  'signing.lesser': Record<string, never>
  'signing.line': { readonly label: TextParam; readonly value: TextParam }
  'signing.moment': { readonly at: Date }
  'signing.noEnd': Record<string, never>
  'signing.propose': Record<string, never>
  'signing.proposeAlone': Record<string, never>
  'signing.reinstate': Record<string, never>
  'signing.removalLimit': Record<string, never>
  'signing.removeRight': { readonly right: SelectParam }
  'signing.restore': Record<string, never>
  'signing.restoreAll': Record<string, never>
  'signing.restrictStaff': Record<string, never>
  'signing.resubmitted': { readonly outcome: TextParam }
  'signing.resume': Record<string, never>
  'signing.right': Record<string, never>
  'signing.role': { readonly roles: TextParam }
  'signing.stage': { readonly percent: number }
  'signing.stageLook': { readonly percent: number }
  'signing.stages': { readonly stages: TextParam }
  'snooze.closed': Record<string, never>
  'snooze.danger': Record<string, never>
  'snooze.due': Record<string, never>
  'snooze.escalated': Record<string, never>
  'snooze.legal': Record<string, never>
  'snooze.notAtWork': Record<string, never>
  'snooze.notHeld': Record<string, never>
  'snooze.over': { readonly snoozeId: TextParam }
  'snooze.past': Record<string, never>
  'snooze.unknown': Record<string, never>
  'snooze.unknownId': { readonly snoozeId: TextParam }
  'sso.away': Record<string, never>
  'sso.logoutToken': Record<string, never>
  'sso.none': Record<string, never>
  'sso.refused': Record<string, never>
  'sso.setUp': { readonly problem: TextParam }
  'staff.endPassed': { readonly endsAt: Date }
  'staff.endedAlready': { readonly pseudonym: TextParam }
  'staff.notAble': Record<string, never>
  'staff.notHere': Record<string, never>
  'staff.pseudonymTaken': { readonly pseudonym: TextParam }
  'staff.unknown': { readonly staffId: TextParam }
  'staff.unknownName': { readonly person: TextParam }
  'term.action.deactivate': Record<string, never>
  'term.action.hide': Record<string, never>
  'term.action.label': Record<string, never>
  'term.action.limit': Record<string, never>
  'term.action.lock': Record<string, never>
  'term.action.remove': Record<string, never>
  'term.action.suspend': Record<string, never>
  'term.action.warn': Record<string, never>
  'term.category.ANIMAL_WELFARE': Record<string, never>
  'term.category.CONSUMER_INFORMATION': Record<string, never>
  'term.category.CYBER_VIOLENCE': Record<string, never>
  'term.category.CYBER_VIOLENCE_AGAINST_WOMEN': Record<string, never>
  'term.category.DATA_PROTECTION_AND_PRIVACY_VIOLATIONS': Record<string, never>
  'term.category.ILLEGAL_OR_HARMFUL_SPEECH': Record<string, never>
  'term.category.INTELLECTUAL_PROPERTY_INFRINGEMENTS': Record<string, never>
  'term.category.NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS': Record<string, never>
  'term.category.NOT_SPECIFIED_NOTICE': Record<string, never>
  'term.category.OTHER_VIOLATION_TC': Record<string, never>
  'term.category.PROTECTION_OF_MINORS': Record<string, never>
  'term.category.RISK_FOR_PUBLIC_SECURITY': Record<string, never>
  'term.category.SCAMS_AND_FRAUD': Record<string, never>
  'term.category.SELF_HARM': Record<string, never>
  'term.category.UNSAFE_AND_PROHIBITED_PRODUCTS': Record<string, never>
  'term.category.VIOLENCE': Record<string, never>
  'term.duration.hour': { readonly count: TextParam }
  'term.duration.minute': { readonly count: TextParam }
  'term.duration.second': { readonly count: TextParam }
  'term.employment.contractor': Record<string, never>
  'term.employment.employee': Record<string, never>
  'term.loss.feature': Record<string, never>
  'term.loss.money': Record<string, never>
  'term.loss.posting': Record<string, never>
  'term.loss.sign-in': Record<string, never>
  'term.loss.spread': Record<string, never>
  'term.loss.visibility': Record<string, never>
  'term.role.admin': Record<string, never>
  'term.role.auditor': Record<string, never>
  'term.role.lead': Record<string, never>
  'term.role.policy': Record<string, never>
  'term.role.reviewer': Record<string, never>
  'term.role.senior': Record<string, never>
  'term.signIn.device_passkey': Record<string, never>
  'term.signIn.sign_on': Record<string, never>
  'term.signIn.software_passkey': Record<string, never>
  'term.signIn.synced_passkey': Record<string, never>
  'term.signIn.token': Record<string, never>
  'term.signal.classifier': Record<string, never>
  'term.signal.hash_match': Record<string, never>
  'term.source.appeal': Record<string, never>
  'term.source.automation': Record<string, never>
  'term.source.bulk_action': Record<string, never>
  'term.source.person': Record<string, never>
  'term.source.schedule': Record<string, never>
  'term.tag.candidate': Record<string, never>
  'term.tag.election_body': Record<string, never>
  'term.tag.emergency_service': Record<string, never>
  'term.tag.human_rights': Record<string, never>
  'term.tag.newsroom': Record<string, never>
  'term.tag.public_office': Record<string, never>
  'token.days': { readonly days: number; readonly limit: number }
  'token.ended': { readonly pseudonym: TextParam }
  'token.ownerOnly': Record<string, never>
  'token.revokedOften': Record<string, never>
  'token.unknown': { readonly tokenId: TextParam }
  'translation.failed': { readonly why: TextParam }
  'translation.noText': Record<string, never>
  'translation.none': Record<string, never>
  'translation.restricted': Record<string, never>
  'translation.tooMany': Record<string, never>
  'transparency.changed': Record<string, never>
  'transparency.isFinal': { readonly reportId: TextParam }
  'transparency.notCounted': { readonly to: TextParam; readonly until: TextParam }
  'transparency.partOfCsv': Record<string, never>
  'transparency.period': { readonly from: TextParam }
  'transparency.reportOrPeriod': Record<string, never>
  'transparency.role': Record<string, never>
  'transparency.unknown': { readonly reportId: TextParam }
  'transparency.unknownPart': { readonly part: TextParam }
  'view.exportRunning': Record<string, never>
  'view.exportTooLong': { readonly limit: number }
  'view.notRecorded': Record<string, never>
  'view.otherAccount': Record<string, never>
  'wait.agreement': { readonly people: TextParam }
  'wait.agreementAndConfirming': { readonly people: TextParam }
  'wait.assessment': Record<string, never>
  'wait.breaker': Record<string, never>
  'wait.confirmation': Record<string, never>
  'wait.confirming': Record<string, never>
  'wait.duty': Record<string, never>
  'wait.end.locked': Record<string, never>
  'wait.end.offline': Record<string, never>
  'wait.end.undone': Record<string, never>
  'wait.hold': Record<string, never>
  'wait.identify': Record<string, never>
  'wait.platformHold': Record<string, never>
  'wait.recovery': Record<string, never>
  'wait.shown': Record<string, never>
  'wait.shownUndone': Record<string, never>
  'wait.signature': Record<string, never>
  'wait.unconfirmed': { readonly end: TextParam; readonly ground: TextParam }
}
