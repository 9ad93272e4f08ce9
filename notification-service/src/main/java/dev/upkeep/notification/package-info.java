/** Tells people by mail and chat how maintenance went, and remembers that it did. */
@NullMarked
package dev.upkeep.notification;

import org.jspecify.annotations.NullMarked;
