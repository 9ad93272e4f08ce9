/** How this service's tasks are described to others. */
@NullMarked
package dev.upkeep.deploy.catalogue;

import org.jspecify.annotations.NullMarked;
