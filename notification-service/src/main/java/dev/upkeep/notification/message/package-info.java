/**
 * What people read: events become a message in the reader's language, and a message becomes mail or
 * chat. Pure: values in, values out. Front doors: {@link dev.upkeep.notification.message.Composer},
 * {@link dev.upkeep.notification.message.Templates}.
 */
@NullMarked
package dev.upkeep.notification.message;

import org.jspecify.annotations.NullMarked;
