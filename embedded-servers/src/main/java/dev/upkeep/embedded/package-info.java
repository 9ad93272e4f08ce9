/**
 * Real servers on loopback, for one machine and for tests: what they have in common (the data
 * folder, the port, the child process, the unpacked programs).
 */
@NullMarked
package dev.upkeep.embedded;

import org.jspecify.annotations.NullMarked;
