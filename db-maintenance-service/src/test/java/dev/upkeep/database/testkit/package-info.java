/** What the tests of this service's tasks stand on: a real server, a run by hand. */
@NullMarked
package dev.upkeep.database.testkit;

import org.jspecify.annotations.NullMarked;
