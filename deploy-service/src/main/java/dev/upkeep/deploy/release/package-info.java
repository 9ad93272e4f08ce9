/** What was live, and when: what a rollback goes back to. */
@NullMarked
package dev.upkeep.deploy.release;

import org.jspecify.annotations.NullMarked;
