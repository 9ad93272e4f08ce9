/** What queries cost and how the server goes about them, without ever showing their text. */
@NullMarked
package dev.upkeep.database.query;

import org.jspecify.annotations.NullMarked;
