/**
 * All services in one JVM, on an embedded broker and an embedded MariaDB, on loopback. Each service
 * is an application context of its own with its own schema and account: nothing in a service knows
 * the difference.
 */
@NullMarked
package dev.upkeep.standalone;

import org.jspecify.annotations.NullMarked;
