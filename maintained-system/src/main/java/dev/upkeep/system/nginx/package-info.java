/**
 * The NGINX in front of a system: which colour it sends requests to, how that is switched and
 * proven.
 */
@NullMarked
package dev.upkeep.system.nginx;

import org.jspecify.annotations.NullMarked;
