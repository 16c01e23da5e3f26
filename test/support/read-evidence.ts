import type pg from 'pg'

/**
 * Moves every offer back by the reading time that an approval requires, on a desk with a real clock. The owner alone
 * can: a trigger protects the time from the application role.
 */
export async function readEvidence(ownerPool: pg.Pool): Promise<void> {
  await ownerPool.query(`
    alter table enforcement_offer disable trigger check_enforcement_offer;
    update enforcement_offer set offered_at = offered_at - interval '20 seconds';
    alter table enforcement_offer enable trigger check_enforcement_offer`)
}
