/** Manual triggers: what an operator asks for, and the signature that proves who did. */
@NullMarked
package dev.upkeep.events.trigger;

import org.jspecify.annotations.NullMarked;
