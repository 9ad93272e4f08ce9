/**
 * {@code deploy.blue-green} and {@code deploy.rollback}: one colour of a service takes over from
 * the other, and there is a way back at any moment.
 */
@NullMarked
package dev.upkeep.deploy.bluegreen;

import org.jspecify.annotations.NullMarked;
