/** Asking over HTTP, and judging the answers by what operators expect of them. */
@NullMarked
package dev.upkeep.deploy.http;

import org.jspecify.annotations.NullMarked;
