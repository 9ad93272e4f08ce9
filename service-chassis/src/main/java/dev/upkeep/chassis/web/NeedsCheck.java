package dev.upkeep.chassis.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Closes every route that does not say who may use it, and to everybody else those that do. */
final class NeedsCheck implements HandlerInterceptor {
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)) {
      throw new ErrorResponseException(HttpStatus.NOT_FOUND);
    }
    if (method.hasMethodAnnotation(Open.class)) {
      return true;
    }
    Needs needs = method.getMethodAnnotation(Needs.class);
    if (needs == null) {
      throw new ErrorResponseException(HttpStatus.FORBIDDEN);
    }
    if (!request.isUserInRole(needs.value().name())) {
      throw Problems.forbidden(
          "this needs the role %s, which the token has not"
              .formatted(needs.value().name().toLowerCase(Locale.ROOT)));
    }
    return true;
  }
}
