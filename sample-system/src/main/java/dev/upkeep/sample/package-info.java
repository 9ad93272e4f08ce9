/**
 * The database and the cache of a document management system, small but real: something to
 * maintain. Upkeep's services know nothing of this module.
 */
@NullMarked
package dev.upkeep.sample;

import org.jspecify.annotations.NullMarked;
