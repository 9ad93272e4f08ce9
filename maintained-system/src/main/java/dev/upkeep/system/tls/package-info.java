/** Which certificates are trusted where a system has its own. */
@NullMarked
package dev.upkeep.system.tls;

import org.jspecify.annotations.NullMarked;
