/**
 * A person's yes to what a run would do, as the journal has it. Front door: {@link
 * dev.upkeep.database.approval.Approval}.
 */
@NullMarked
package dev.upkeep.database.approval;

import org.jspecify.annotations.NullMarked;
