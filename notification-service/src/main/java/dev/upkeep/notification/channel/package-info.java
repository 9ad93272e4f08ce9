/**
 * Ways to reach people: mail and chat. A channel tries once and says what came of it; it remembers
 * nothing. Front door: {@link dev.upkeep.notification.channel.Channel}.
 */
@NullMarked
package dev.upkeep.notification.channel;

import org.jspecify.annotations.NullMarked;
