package dev.upkeep.chassis.web;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as problem details; nothing of the inside is told to the caller. */
@RestControllerAdvice
final class ProblemAnswers extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

  @ExceptionHandler
  ProblemDetail unforeseen(Exception e) {
    String reference = UUID.randomUUID().toString();
    log.error("A request failed; the caller was given the reference {}", reference, e);
    ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    problem.setDetail("Something failed here; the service's log has the reference " + reference);
    return problem;
  }
}
