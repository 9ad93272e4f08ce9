/** Which indexes a query would need, and which ones a table could do without. Pure. */
@NullMarked
package dev.upkeep.database.advice;

import org.jspecify.annotations.NullMarked;
