package dev.upkeep.chassis.web;

import org.jspecify.annotations.Nullable;

/**
 * Why somebody does something; goes into the audit trail.
 *
 * @param reason at least one word, at most 1,000 characters
 */
public record Reason(@Nullable String reason) {
  /**
   * The reason as given.
   *
   * @throws org.springframework.web.ErrorResponseException if there is none, or it is too long
   */
  public String required() {
    if (reason == null || reason.isBlank()) {
      throw Problems.badRequest("say why: {\"reason\": \"…\"}");
    }
    if (reason.length() > 1000) {
      throw Problems.badRequest("the reason has more than 1000 characters");
    }
    return reason;
  }
}
