package dev.upkeep.chassis.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
    if (needs == null || !request.isUserInRole(needs.value().name())) {
      throw new ErrorResponseException(HttpStatus.FORBIDDEN);
    }
    return true;
  }
}
