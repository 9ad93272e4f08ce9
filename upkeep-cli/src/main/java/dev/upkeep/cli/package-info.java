/**
 * The command line: asks a running platform over its HTTP API, signs triggers, checks operators'
 * files.
 */
@NullMarked
package dev.upkeep.cli;

import org.jspecify.annotations.NullMarked;
