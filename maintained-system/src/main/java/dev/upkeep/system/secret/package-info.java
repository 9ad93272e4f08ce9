/**
 * Secrets are named in files and resolved at the last moment. Front door: {@link
 * dev.upkeep.system.secret.Secrets}.
 */
@NullMarked
package dev.upkeep.system.secret;

import org.jspecify.annotations.NullMarked;
