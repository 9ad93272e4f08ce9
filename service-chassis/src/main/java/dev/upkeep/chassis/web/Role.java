package dev.upkeep.chassis.web;

/** What a person may do. Each role is held on its own; none implies another. */
public enum Role {
  /** Looks. */
  VIEWER,
  /** Triggers, cancels, resolves, unblocks, replays, drops. */
  OPERATOR,
  /** Says yes to a plan. */
  APPROVER,
  /** Changes who may do what. */
  ADMIN;

  String authority() {
    return "ROLE_" + name();
  }
}
