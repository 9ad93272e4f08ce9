/** {@code system.record-state}: what a system is like, and what differs from an earlier record. */
@NullMarked
package dev.upkeep.deploy.state;

import org.jspecify.annotations.NullMarked;
