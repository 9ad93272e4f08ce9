/** Which service this is, and the order in which its parts start and stop. */
@NullMarked
package dev.upkeep.chassis.service;

import org.jspecify.annotations.NullMarked;
