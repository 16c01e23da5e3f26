import type pg from 'pg'

/**
 * Has whoever was offered something have read it for as long as an agreement takes, on a desk whose clock nobody moves. The
 * owner alone can: a trigger keeps the time from the application role.
 */
export async function readEvidence(ownerPool: pg.Pool): Promise<void> {
  await ownerPool.query(`
    alter table enforcement_offer disable trigger check_enforcement_offer;
    update enforcement_offer set offered_at = offered_at - interval '20 seconds';
    alter table enforcement_offer enable trigger check_enforcement_offer`)
}
