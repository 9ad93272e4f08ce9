/** A MariaDB server on loopback, as a child process that does not outlive this JVM. */
@NullMarked
package dev.upkeep.embedded.mariadb;

import org.jspecify.annotations.NullMarked;
