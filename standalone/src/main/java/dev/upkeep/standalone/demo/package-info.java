/**
 * The demonstration: the platform beside a sample system, two runbooks that fall due, and a look
 * from outside at what came of it.
 */
@NullMarked
package dev.upkeep.standalone.demo;

import org.jspecify.annotations.NullMarked;
