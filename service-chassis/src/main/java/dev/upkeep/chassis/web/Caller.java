package dev.upkeep.chassis.web;

import java.util.Set;

/**
 * Who holds a token.
 *
 * @param name as the audit trail records it
 */
record Caller(String name, Set<Role> roles) {
  Caller {
    roles = Set.copyOf(roles);
  }
}
