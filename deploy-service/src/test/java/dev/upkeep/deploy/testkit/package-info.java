/** What tests of this service's tasks are set on: systems whose parts are real. */
@NullMarked
package dev.upkeep.deploy.testkit;

import org.jspecify.annotations.NullMarked;
