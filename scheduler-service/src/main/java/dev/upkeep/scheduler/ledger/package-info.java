/** Why something ran, or did not: one entry for every due instant and every trigger. */
@NullMarked
package dev.upkeep.scheduler.ledger;

import org.jspecify.annotations.NullMarked;
