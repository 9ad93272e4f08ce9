/** Workers in processes of their own, killed at every boundary of both tasks. */
@NullMarked
package dev.upkeep.dbcampaign;

import org.jspecify.annotations.NullMarked;
