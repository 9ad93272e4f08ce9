/**
 * {@code files.restore-test}: restores files into a folder of their own, compares them, and says
 * which one differs. A backup counts as proven only after this.
 */
@NullMarked
package dev.upkeep.database.filesrestoretest;

import org.jspecify.annotations.NullMarked;
