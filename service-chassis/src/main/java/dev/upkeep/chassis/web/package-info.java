/**
 * The service's HTTP API: closed unless a route says who may use it, bearer tokens with roles,
 * problem details for what goes wrong.
 */
@NullMarked
package dev.upkeep.chassis.web;

import org.jspecify.annotations.NullMarked;
