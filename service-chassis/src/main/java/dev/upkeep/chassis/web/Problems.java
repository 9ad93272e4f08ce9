package dev.upkeep.chassis.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What an endpoint throws when a request cannot be fulfilled; told as RFC 9457 problem details. */
public final class Problems {
  private Problems() {}

  /** There is no such thing. */
  public static ErrorResponseException notFound(String detail) {
    return problem(HttpStatus.NOT_FOUND, detail);
  }

  /** The thing is not in a state in which this could be done. */
  public static ErrorResponseException conflict(String detail) {
    return problem(HttpStatus.CONFLICT, detail);
  }

  /** The request itself is wrong. */
  public static ErrorResponseException badRequest(String detail) {
    return problem(HttpStatus.BAD_REQUEST, detail);
  }

  /** Whoever asks must not. */
  static ErrorResponseException forbidden(String detail) {
    return problem(HttpStatus.FORBIDDEN, detail);
  }

  private static ErrorResponseException problem(HttpStatus status, String detail) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
